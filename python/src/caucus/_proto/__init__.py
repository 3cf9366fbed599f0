"""Messages and stubs of rmdp.v1, generated from proto/rmdp/v1 by `npm run generate:python`."""
