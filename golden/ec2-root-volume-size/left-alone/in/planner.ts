export interface DiskRequest {
  rootBlockDevice: { volumeSize: number };
}

/** What the cost report multiplies with. */
export function planDisks(request: DiskRequest) {
  return { total: request.rootBlockDevice.volumeSize * 3 };
}

export namespace ec2 {
  /** A row of the report. */
  export class Instance {
    constructor(
      readonly name: string,
      readonly request: DiskRequest
    ) {}
  }
}

export const sample = new ec2.Instance('sample', {
  rootBlockDevice: { volumeSize: 8 },
});
