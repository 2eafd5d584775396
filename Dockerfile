# Two stages: the first builds with a compiler, the second holds what runs. `docker compose up` is in docs/operator.md.
FROM node:20-bookworm AS build
WORKDIR /srv/rapport
COPY . .
RUN npx --yes pnpm@10.34.9 install --frozen-lockfile && npx --yes pnpm@10.34.9 run build

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATABASE_URL=file:/data/rapport.db
WORKDIR /srv/rapport
COPY --from=build /srv/rapport /srv/rapport
# The secret (data/secret) and the database lie in one volume that only this user reads.
RUN mkdir -p /data && chown node:node /data && chmod 700 /data && ln -s /data data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:3000/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
# The process itself, so that it gets SIGTERM; `docker compose exec rapport node api/rapport.mjs doctor` for commands.
CMD ["node", "dist/server.js"]
