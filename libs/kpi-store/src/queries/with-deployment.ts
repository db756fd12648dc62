/**
 * The changes of a relation as `r`, joined to `d`, the deployment as it stands that each went out with. What is searched for stands in columns of
 * its own, on both sides: behind row-level security an index serves nothing else.
 */
export function withDeployment(changes: string): string {
  return `(select c.*, c.data ->> 'service' as of_service, c.data ->> 'deploymentRef' as of_deployment from (${changes}) c offset 0) r
    join record d on d.stream = 'deployment' and d.link_service = r.of_service and d.link_ref = r.of_deployment`;
}
