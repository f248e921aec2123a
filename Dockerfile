# syntax=docker/dockerfile:1

# The newest LTS release that passes `npm run test:node`: docs/decisions/015-node-22-in-the-image.md.
# Compiles TypeScript and, where no prebuilt binary fits, better-sqlite3.
FROM node:22-bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production
# The same number on every host, so that the rights of the mounted folders can be set before the first start.
RUN groupadd --gid 10001 lethe \
 && useradd --uid 10001 --gid lethe --no-create-home --shell /usr/sbin/nologin lethe \
 && install -d -o lethe -g lethe /etc/lethe /var/lib/lethe \
 && ln -s /opt/lethe/dist/main.js /usr/local/bin/lethe
WORKDIR /opt/lethe
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY schemas ./schemas
COPY sql ./sql
COPY sample-requests ./sample-requests
RUN chmod 0755 dist/main.js
USER lethe
WORKDIR /var/lib/lethe
VOLUME /var/lib/lethe
# The daemon's own state. A database that is away is no reason to restart it: what waits is tried again.
HEALTHCHECK --interval=1m --timeout=15s --start-period=30s --retries=2 \
  CMD ["lethe", "alive", "--config", "/etc/lethe/lethe.yaml"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["lethe"]
CMD ["watch", "--config", "/etc/lethe/lethe.yaml"]
