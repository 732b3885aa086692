package cloud.bleu.delivery;

import cloud.bleu.cli.AddClusterLife;
import cloud.bleu.controlplane.FleetCloseLife;
import cloud.bleu.controlplane.FleetLife;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.KarmadaLife;
import cloud.bleu.operator.ManagedClusterLife;
import cloud.bleu.operator.MembersLife;
import cloud.bleu.operator.SharedClusterLife;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.sandbox.WorkAgentStandIn;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestClassOrder;

/**
 * A hub and two members, on which each of these lives leaves what it found, but for the kinds of
 * Open Cluster Management on the hub, without an object, and the namespace of a cluster: the
 * garbage collector takes half a minute to notice that a kind went. First come those that end no
 * API server: the scheduler of one that was ended may bind pods to nodes that went meanwhile, until
 * it has asked again. Last the hub runs nothing any more, for Karmada, and the API server of a
 * member acts as an older one from then on. Then all planes end.
 */
@RealControlPlane(members = 2)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class MembersPlaneTest {

  @Nested
  @Order(1)
  @Tag("people")
  class Guide extends AddClusterLife {}

  /** With a stand-in for the agents. */
  @Nested
  @Order(2)
  class ManagedClusterStandIn extends ManagedClusterLife {

    @Override
    protected ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
      return new WorkAgentStandIn(hub, members.members().get(0), CLUSTER);
    }
  }

  /** With the same stand-in. */
  @Nested
  @Order(3)
  class SharedCluster extends SharedClusterLife {

    @Override
    protected ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
      return new WorkAgentStandIn(hub, members.members().get(0), CLUSTER);
    }
  }

  @Nested
  @Order(4)
  @RealControlPlane(oneWorld = true)
  class Workloads extends MembersLife {}

  @Nested
  @Order(5)
  class Clusters extends FleetLife {}

  @Nested
  @Order(6)
  class Karmada extends KarmadaLife {}

  @Nested
  @Order(7)
  class End extends FleetCloseLife {}
}
