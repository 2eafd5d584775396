export { forwardCookies } from '../survey/server/forward-cookies';
