package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.member.Reach;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether Karmada's word of a cluster counts: by its lease, and by what it says of the cluster. */
class ClusterReachTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Reach ASKING =
      new Reach(Reach.State.ASKING, NOON, "NotAskedYet", "not asked yet");

  private long nanos;
  private final ClusterReach reach =
      new ClusterReach(Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos);

  /** Of a controller manager that holds it for 15 seconds. */
  private static Lease renewed(Instant at) {
    return new LeaseBuilder()
        .withNewSpec()
        .withLeaseDurationSeconds(15)
        .withRenewTime(at.atZone(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private String reason(Lease lease) {
    return reach.ofLease(lease, ASKING).reason();
  }

  @Test
  void leaseShowsLifeForTwiceItsDuration() {
    assertEquals("KarmadaLeaseMissing", reason(null));
    assertEquals("KarmadaLeaseMissing", reason(new LeaseBuilder().withNewSpec().endSpec().build()));
    Lease one = renewed(NOON.minusSeconds(5));
    assertEquals("Reached", reason(one));
    pass(Duration.ofSeconds(30));
    assertEquals("Reached", reason(one));
    pass(Duration.ofMillis(1));
    assertEquals("KarmadaSilent", reason(one));
    assertEquals("Reached", reason(renewed(NOON.minusSeconds(4))), "renewed, be the clocks apart");
  }

  @Test
  void leaseThatIsOldWhenItIsSeenFirstShowsNothing() {
    Lease old = renewed(NOON.minusSeconds(31));
    assertEquals("KarmadaSilent", reason(old));
    assertEquals("Reached", reason(renewed(NOON.minusSeconds(30))), "that was a renewal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{conditions: [{type: Ready, status: \"True\", message: ok}]} | REACHED | ClusterReady | Karmada reaches cluster m",
        "{conditions: [{type: Ready, status: \"False\", message: cluster is not reachable}]} | UNREACHED | ClusterNotReady | Karmada does not reach cluster m (cluster is not reachable); see the Cluster in Karmada",
        "{conditions: [{type: Ready, status: Unknown}]} | UNREACHED | ClusterNotReady | Karmada does not reach cluster m; see the Cluster in Karmada",
        "{} | UNREACHED | ClusterNotReady | Karmada does not reach cluster m; see the Cluster in Karmada",
      })
  void clusterIsReachedByTheWordOfKarmada(
      String status, Reach.State state, String reason, String message) {
    Reach alive = reach.ofLease(renewed(NOON), ASKING);
    assertEquals(
        new Reach(state, NOON, reason, message), reach.of("m", alive, cluster(status), ASKING));
  }

  /** Of the taints only those that keep workloads out, and that say more than its condition. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                           | ClusterReady   | ''",
        "[{key: gpu, value: only, effect: NoExecute}]                 | ClusterTainted | gpu=only:NoExecute",
        "[{key: full, effect: NoSchedule}, {key: a, effect: NoExecute}] | ClusterTainted | full:NoSchedule, a:NoExecute",
        "[{key: full, effect: PreferNoSchedule}]                      | ClusterReady   | ''",
        "[{key: cluster.karmada.io/not-ready, effect: NoSchedule}]    | ClusterReady   | ''",
      })
  void taintOfAClusterThatIsReachedIsTold(String taints, String reason, String words) {
    GenericKubernetesResource cluster = cluster("{conditions: [{type: Ready, status: \"True\"}]}");
    cluster.setAdditionalProperty(
        "spec", Serialization.unmarshal("---\ntaints: " + taints, Map.class));
    Reach of = reach.of("m", reach.ofLease(renewed(NOON), ASKING), cluster, ASKING);
    assertEquals(Reach.State.REACHED, of.state());
    assertEquals(reason, of.reason());
    assertTrue(of.message().contains(words.isEmpty() ? "m" : "(" + words + ")"), of.message());
  }

  @Test
  void sinceWhenAClusterIsAwayIsWhatKarmadaSays() {
    Reach alive = reach.ofLease(renewed(NOON), ASKING);
    for (String[] one :
        new String[][] {
          {"2026-11-27T11:40:00Z", "2026-11-27T11:40:00Z"},
          {"2026-11-27T12:00:09Z", "2026-11-27T12:00:00Z"},
          {"yesterday", "2026-11-27T12:00:00Z"}
        }) {
      GenericKubernetesResource cluster =
          cluster(
              "{conditions: [{type: Ready, status: Unknown, lastTransitionTime: \"%s\"}]}"
                  .formatted(one[0]));
      assertEquals(Instant.parse(one[1]), reach.of("m", alive, cluster, ASKING).since(), one[0]);
    }
  }

  @Test
  void clusterThatIsBeingTakenOutIsNotReached() {
    Reach alive = reach.ofLease(renewed(NOON), ASKING);
    GenericKubernetesResource cluster = cluster("{conditions: [{type: Ready, status: \"True\"}]}");
    cluster.getMetadata().setDeletionTimestamp(NOON.toString());
    assertEquals("ClusterLeaving", reach.of("m", alive, cluster, ASKING).reason());
  }

  private static GenericKubernetesResource cluster(String status) {
    return Serialization.unmarshal(
        "---\napiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\nmetadata: {name: m}\nstatus: "
            + status,
        GenericKubernetesResource.class);
  }

  @Test
  void withoutKarmadaNothingIsKnownOfAClusterAndAStateKeepsItsBeginning() {
    Reach away =
        reach.ofKarmada(
            null, new Reach(Reach.State.UNREACHED, Instant.EPOCH, "KarmadaNotServed", "before"));
    assertEquals(Instant.EPOCH, away.since());
    assertTrue(away.message().contains("karmada.enabled"), away.message());
    assertEquals(away, reach.of("m", away, null, ASKING));
    Reach alive = reach.ofLease(renewed(NOON), ASKING);
    assertEquals("ClusterMissing", reach.of("m", alive, null, ASKING).reason());
  }
}
