import * as aws from '@pulumi/aws';

const Login = (props: { password: string; to: string }) => <a href={props.to}>{props.password}</a>;
export const page = <Login password="hunter2-Xy" to={`https://app:sw0rdfi@example.com/${1}`} />;
export const key = new aws.kms.Key('key', { description: 'data' });
export const form = (
  <form>
    <input type="password" name="password" value="hunter2-Xz" />
  </form>
);
