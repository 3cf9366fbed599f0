import { describe, expect, it } from "vitest";
import { isLoopback, proxyText } from "../../../../client/remote/transport/proxy.js";

it.each([
  ["127.0.0.1:50051", true],
  ["127.8.9.1:1", true],
  ["localhost:50051", true],
  ["LOCALHOST:50051", true],
  ["[::1]:50051", true],
  ["[::2]:50051", false],
  ["128.0.0.1:50051", false],
  ["10.0.0.5:50051", false],
  ["localhost.example:50051", false],
  ["my-host:50051", false],
])("whether %s is this machine: %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

describe("proxyText", () => {
  const env = { https_proxy: "http://me:secret@proxy.example:3128", http_proxy: "http://other.example" };
  const text = "through the proxy proxy.example:3128 of https_proxy";

  it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ["10.0.0.5:50051", {}, undefined],
    ["10.0.0.5:50051", env, text],
    ["10.0.0.5:50051", { http_proxy: env.http_proxy }, "through the proxy other.example:80 of http_proxy"],
    ["10.0.0.5:50051", { ...env, grpc_proxy: "http://g:1" }, "through the proxy g:1 of grpc_proxy"],
    ["127.0.0.1:50051", env, undefined],
    ["10.0.0.5:50051", { ...env, no_proxy: "10.0.0.0/8" }, undefined],
    ["10.0.0.5:50051", { ...env, no_proxy: "10.1.0.0/16,a.example" }, text],
    ["b.a.example:50051", { ...env, no_proxy: "10.1.0.0/16,a.example" }, undefined],
    ["b.a.example:50051", { ...env, no_proxy: "a.example", no_grpc_proxy: "c.example" }, text],
    ["10.0.0.5:50051", { ...env, no_proxy: "10.0.0.0/99,/,," }, text],
    ["10.0.0.5:50051", { https_proxy: "https://proxy.example" }, undefined],
    ["10.0.0.5:50051", { https_proxy: "proxy" }, undefined],
  ])("%s with %j: %s", (address, variables, expected) => {
    expect(proxyText(address, variables)).toBe(expected);
  });
});
