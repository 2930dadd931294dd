interface Request {
  memory: number;
  rootBlockDevice: { volumeSize: number };
}

/** A row of the estimate, named like what it stands for. */
class Instance {
  constructor(
    readonly name: string,
    readonly request: Request
  ) {}

  cost(): number {
    const { memory, rootBlockDevice } = this.request;
    return memory * 4 + rootBlockDevice.volumeSize * 0.1;
  }
}

/** What a machine would cost, without creating it. */
export function estimate(request: Request): number {
  const aws = { ec2: { Instance } };
  const least = { ...request, rootBlockDevice: { volumeSize: 8 } };
  return (
    new aws.ec2.Instance('asked for', request).cost() -
    new aws.ec2.Instance('least', least).cost()
  );
}
