export { __FACTORY__ as format } from './__name__.js';
