export { GatewayEndpoints, GatewayEndpointsArgs } from './gateway-endpoints';
export { endpointDefaults } from './defaults';
