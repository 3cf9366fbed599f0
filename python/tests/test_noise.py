import numpy as np
import pytest

from caucus import noise


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        # The known answers of Random123, the library that comes with the paper.
        ("0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff " * 4, "ffffffff " * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            "243f6a88 85a308d3 13198a2e 03707344",
            "a4093822 299f31d0",
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_is_random123s(counter, key, words):
    counter, key, expected = ([int(word, 16) for word in text.split()] for text in (counter, key, words))
    assert noise.philox(counter, key).tolist() == expected
    # Also in an array.
    assert noise.philox([[1, 2, 3, 4], counter], key)[1].tolist() == expected


def test_normal_numbers_are_standard_and_independent():
    z = noise.normals(1, np.arange(50), np.arange(200)[:, None], 5)
    assert z.shape == (200, 50, 5)
    flat = z.reshape(-1, 5)
    np.testing.assert_allclose(flat.mean(0), 0, atol=0.05)
    np.testing.assert_allclose(np.cov(flat.T), np.eye(5), atol=0.05)


def test_normal_numbers_are_those_of_the_definition():
    # Entry 5 is the second normal number of block 1.
    e, t = 2**40 + 7, 2**33 + 5
    x0, x1, *_ = noise.philox([1, t % 2**32, t // 2**32, e // 2**32], [3, e % 2**32]).tolist()
    expected = np.sqrt(-2 * np.log((x0 + 1) / 2**32)) * np.sin(2 * np.pi * x1 / 2**32)
    assert noise.normals(3, e, t, 6)[5] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("other", [(2, 7, 4), (1, 8, 4), (1, 7, 5), (1, 7 + 2**32, 4), (1, 7, 4 + 2**32)])
def test_each_place_has_noise_of_its_own(other):
    assert (noise.normals(1, 7, 4, 3) != noise.normals(*other, 3)).all()


def test_categories_are_as_likely_as_their_logits_say():
    probabilities = np.array([0.1, 0, 0.6, 0.3])
    with np.errstate(divide="ignore"):
        logits = np.log(probabilities) + 5
    actions = noise.categories(4, np.arange(100), np.arange(100)[:, None], logits)
    assert actions.shape == (100, 100)
    np.testing.assert_allclose(np.bincount(actions.ravel(), minlength=4) / 10_000, probabilities, atol=0.02)


def test_a_category_is_that_of_the_definition():
    # As likely as each other, so that the action is the first digit of x₀ in base 4.
    x0 = int(noise.philox([0, 9, 0, 0], [1, 5])[0])
    assert noise.categories(1, 5, 9, np.zeros(4)) == x0 >> 30
