package cloud.bleu.operator;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.sandbox.WorkAgent;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The same with a cluster that acts as Kubernetes 1.33 does, three minors behind its hub, by the
 * emulation of Kubernetes itself: its programs are those of the hub.
 */
@RealControlPlane(members = 1, memberVersion = "1.33")
@Needs(Need.OCM)
class OlderManagedClusterPlaneTest extends ManagedClusterLife {

  @Override
  protected ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
    return new WorkAgent(Need.OCM.path(), members, members.members().get(0), hub, CLUSTER);
  }

  /** A field that is switched off there. */
  @Override
  String hostname() {
    return null;
  }
}
