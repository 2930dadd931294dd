/** In front of each service. */
export const proxy = {
  name: 'proxy',
  image: 'envoyproxy/envoy:v1.31-latest',
  memory: 128,
  readonlyRootFilesystem: true,
  mountPoints: [
    { sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false },
  ],
};
