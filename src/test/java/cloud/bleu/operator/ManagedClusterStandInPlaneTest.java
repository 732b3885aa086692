package cloud.bleu.operator;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.sandbox.WorkAgentStandIn;
import io.fabric8.kubernetes.client.KubernetesClient;

/** With a stand-in for the agents. */
@RealControlPlane(members = 1)
class ManagedClusterStandInPlaneTest extends ManagedClusterLife {

  @Override
  ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
    return new WorkAgentStandIn(hub, members.members().get(0).client(), CLUSTER);
  }
}
