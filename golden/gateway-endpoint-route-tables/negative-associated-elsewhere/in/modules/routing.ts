import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

/** Sends the traffic of each table through the endpoint. */
export function attachEndpoint(
    service: string,
    endpointId: pulumi.Input<string>,
    tables: aws.ec2.RouteTable[],
    environment: string,
    provider: aws.Provider,
): void {
    tables.forEach((table, index) => {
        new aws.ec2.VpcEndpointRouteTableAssociation(`${service}-${index + 1}-${environment}`, {
            vpcEndpointId: endpointId,
            routeTableId: table.id,
        }, { provider });
    });
}
