// An OAuth server on loopback: it says where it listens in one line of JSON, and ends with its standard input.
// Its packages are where the first argument says; `make test` puts them there.
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const entry = join(resolve(process.argv[2]), 'node_modules', 'oidc-provider', 'lib', 'index.js');
const { default: Provider } = await import(pathToFileURL(entry));

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;

const grants = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };
const clients = [
  {
    ...grants,
    client_id: 'confidential',
    client_secret: 'confidential-anybody-may-know',
    redirect_uris: ['https://redirect.test/callback'],
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...grants,
    client_id: 'public',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/callback'],
    token_endpoint_auth_method: 'none',
  },
];

const provider = new Provider(url, {
  clients,
  extraParams: ['audience'],
  features: { revocation: { enabled: true } },
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: { AccessToken: 3600, RefreshToken: 90 * 86400 },
});
server.on('request', provider.callback());

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
console.log(JSON.stringify({
  authorize_url: `${url}/auth`, token_url: `${url}/token`, revoke_url: `${url}/token/revocation`, me_url: `${url}/me`,
}));
