package cloud.bleu.operator;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.sandbox.WorkAgent;
import io.fabric8.kubernetes.client.KubernetesClient;

/** With the real work agent. Only who joins the cluster and renews its lease is a stand-in. */
@RealControlPlane(members = 1)
@Needs(Need.OCM)
class ManagedClusterPlaneTest extends ManagedClusterLife {

  @Override
  ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
    return new WorkAgent(Need.OCM.path(), members, members.members().get(0), hub, CLUSTER);
  }
}
