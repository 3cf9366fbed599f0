#!/usr/bin/env bash
# Generates the Go client's code from the .proto files, builds it, and runs it against servers.
# Usage: proto/examples/go/check.sh, after `npm run build`. Needs Go 1.24 or newer, and its module proxy the first time.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD/../../..
PATH=$PATH:/usr/local/go/bin # where Go's own installation is

if ! command -v go >/dev/null; then
  echo "skipped: there is no Go here"
  exit 0
fi

scratch=$(mktemp -d)
finish() {
  local status=$?
  if [ "$status" -ne 0 ] && [ -e "$scratch/said" ]; then cat "$scratch/said"; fi
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT

# expect WORDS: checks that the last client printed these words.
expect() {
  grep -qF -- "$1" "$scratch/said" && return
  echo "expected the client to say: $1; got:"
  exit 1
}

# client FLAGS…
client() {
  "$scratch/client" "$@" >"$scratch/said" 2>&1
}

# make_policy PARTS: a small policy as a file in ONNX format, as tests/server/support/policies.ts puts it together.
make_policy() {
  node --input-type=module -e "
    import { categoricalParts, gaussianParts, modelOf } from '$root/dist/tests/server/support/policies.js';
    process.stdout.write(modelOf($1));"
}

# serve FLAGS…: a server of one's own until `stop`, which listens at $address.
serve() {
  coproc SERVER { exec node "$root/dist/server/cli/main.js" --port 0 --json --log-level silent --exit-with-parent "$@"; }
  local line
  read -r line <&"${SERVER[0]}"
  address=$(node -p 'JSON.parse(process.argv[1]).address' "$line")
}

stop() {
  local pid=$SERVER_PID
  kill "$pid"
  wait "$pid"
}

"$root/node_modules/.bin/buf" generate "$root/proto" --template buf.gen.yaml --path "$root/proto/rmdp"
test -z "$(gofmt -l ./*.go)"
go vet ./...
go build -o "$scratch/client" .

serve
for env in resource-gathering half-cheetah; do
  client -server "$address" -env "$env"
  expect "refused: InvalidArgument: INVALID_VALUE: actions: "
  expect "repeated after a lost connection: the same response"
  cat "$scratch/said"
done
make_policy "gaussianParts(17, 6)" >"$scratch/cheetah.onnx"
client -server "$address" -env half-cheetah -policy "$scratch/cheetah.onnx"
expect "a rollout of 100 steps in one round trip: observations [100 4 17], actions [100 4 6], worth "
expect "its noise was recomputed: actions are the policy's mean and 0.3679 times the noise" # exp(−1)
make_policy "categoricalParts(29, 4)" >"$scratch/gathering.onnx"
client -server "$address" -env resource-gathering -policy "$scratch/gathering.onnx"
expect "a rollout of 100 steps in one round trip: observations [100 4 29], actions [100 4], worth "
! client -server "$address" -env hopper -policy "$scratch/cheetah.onnx"
expect "InvalidArgument: INVALID_VALUE: policies[0].model: "
! client -server "$address" -env pong
expect "NotFound: UNKNOWN_ENVIRONMENT: environment_id: expected one of resource-gathering"
stop

# With a certificate and a token.
(cd "$scratch" && go run "$(go env GOROOT)/src/crypto/tls/generate_cert.go" --host 127.0.0.1 --ca >/dev/null 2>&1)
echo "a-token-of-the-go-client" >"$scratch/token"
serve --tls-cert "$scratch/cert.pem" --tls-key "$scratch/key.pem" --token-file "$scratch/token"
client -server "$address" -tls-ca "$scratch/cert.pem" -token-file "$scratch/token"
expect "repeated after a lost connection: the same response"
! client -server "$address" -tls-ca "$scratch/cert.pem"
expect "Unauthenticated: UNAUTHENTICATED: "
stop
echo "the Go client works"
