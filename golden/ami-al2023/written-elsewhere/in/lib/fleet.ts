import * as aws from '@pulumi/aws';
import { BUILD_IMAGE } from './images';

/** A template for more of the same. */
export function buildTemplate(name: string): aws.ec2.LaunchTemplate {
  const image = aws.ec2.getAmiOutput({
    mostRecent: true,
    owners: ['amazon'],
    filters: [{ name: 'name', values: [BUILD_IMAGE] }],
  });
  return new aws.ec2.LaunchTemplate(name, {
    imageId: image.id,
    instanceType: 'm7g.large',
  });
}
