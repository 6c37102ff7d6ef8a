# Throughline with its own engines, or on yours (DATABASE_URL, CLICKHOUSE_URL, CLICKHOUSE_CLUSTER): docs/growing.md.
# tools/dockerfile.test.ts holds this file against the configuration that the program reads.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --include=optional --no-audit --no-fund
COPY . .
RUN node tools/bootstrap.mjs prepare console

FROM node:24-bookworm-slim
# PostgreSQL refuses root.
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin throughline \
  && install --directory --owner=throughline --mode=0700 /data
WORKDIR /app
COPY --from=build /app /app
ENV HOST=0.0.0.0 \
  PORT=4000 \
  THROUGHLINE_DATA=/data \
  LOG_LEVEL=warn
USER throughline
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
  CMD ["/app/node_modules/.bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/bin/throughline"]
CMD ["serve"]
