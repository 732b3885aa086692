package cloud.bleu.operator.ocm;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the word of a managed cluster counts: by the hub's condition and its agent's lease. */
class ManagedReachTest {

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private long nanos;
  private final ManagedReach reach =
      new ManagedReach(Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos);
  private final Reach asking = reach.asking();

  private static Lease renewed(Instant at) {
    return new LeaseBuilder()
        .withNewSpec()
        .withLeaseDurationSeconds(60)
        .withRenewTime(at.atZone(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource cluster(String metadata, String conditions) {
    return Serialization.unmarshal(
        """
        apiVersion: cluster.open-cluster-management.io/v1
        kind: ManagedCluster
        metadata: {name: m%s}
        status: {conditions: [%s]}
        """
            .formatted(metadata, conditions),
        GenericKubernetesResource.class);
  }

  private static GenericKubernetesResource available() {
    return cluster("", "{type: ManagedClusterConditionAvailable, status: \"True\"}");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | {type: ManagedClusterConditionAvailable, status: \"True\"} | ManagedClusterAvailable",
        "'' | {type: ManagedClusterConditionAvailable, status: \"False\", message: api is away} | ManagedClusterUnavailable",
        "'' | {type: ManagedClusterConditionAvailable, status: Unknown, message: lease} | ManagedClusterUnavailable",
        "'' | {type: HubAcceptedManagedCluster, status: \"True\"} | ManagedClusterUnavailable",
        "', deletionTimestamp: \"2026-11-28T11:00:00Z\"' | {type: ManagedClusterConditionAvailable, status: \"True\"} | ManagedClusterLeaving"
      })
  void clusterIsReachedByTheWordOfTheHub(String metadata, String condition, String reason) {
    Reach said = reach.of("m", cluster(metadata, condition), renewed(NOON), asking);
    assertEquals(reason, said.reason());
    assertEquals(reason.equals("ManagedClusterAvailable"), said.isReached());
  }

  @Test
  void wordOfTheHubAloneIsNotEnough() {
    Reach silent = reach.of("m", available(), null, asking);
    assertEquals("ManagedClusterSilent", silent.reason());
    assertTrue(silent.message().contains("registration agent"), silent.message());
    Lease one = renewed(NOON.minusSeconds(5));
    assertEquals("ManagedClusterAvailable", reach.of("m", available(), one, asking).reason());
    pass(Duration.ofSeconds(300));
    assertEquals("ManagedClusterAvailable", reach.of("m", available(), one, asking).reason());
    pass(Duration.ofMillis(1));
    assertEquals("ManagedClusterSilent", reach.of("m", available(), one, asking).reason());
    assertEquals(
        "ManagedClusterAvailable",
        reach.of("m", available(), renewed(NOON.minusSeconds(4)), asking).reason(),
        "renewed, be the clocks apart");
  }

  @Test
  void clusterWhoseNamespaceIsNotServedSaysWhatToDo() {
    WatchedReach watched =
        new WatchedReach("m"::equals, Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos);
    watched.watched(null);
    Reach said = watched.of("n", asking);
    assertEquals("NamespaceNotServed", said.reason());
    assertEquals(Reach.State.UNREACHED, said.state());
    assertEquals(
        "no ManifestWork is written for ManagedCluster n: the operator may not change objects in"
            + " namespace n; add it to rbac.namespaces of the chart",
        said.message());
    assertEquals(said, watched.of("n", said));
    assertEquals(
        "WorkNotServed",
        watched.of("m", new Reach(Reach.State.REACHED, NOON, "Reached", "")).reason());
  }

  @Test
  void leaseThatIsOldWhenItIsSeenFirstShowsNothing() {
    Lease old = renewed(NOON.minusSeconds(301));
    assertEquals("ManagedClusterSilent", reach.of("m", available(), old, asking).reason());
  }

  @Test
  void reasonThatStaysKeepsItsInstant() {
    Reach missing = reach.of("m", null, null, asking);
    assertEquals("ManagedClusterMissing", missing.reason());
    assertTrue(missing.message().contains("join it"), missing.message());
    Reach before =
        new Reach(missing.state(), NOON.minusSeconds(60), missing.reason(), missing.message());
    assertEquals(before, reach.of("m", null, null, before));
    Reach away =
        reach.of(
            "m",
            cluster(
                "",
                "{type: ManagedClusterConditionAvailable, status: Unknown, message: away,"
                    + " lastTransitionTime: \"2026-11-28T11:30:00Z\"}"),
            renewed(NOON),
            asking);
    assertEquals(Instant.parse("2026-11-28T11:30:00Z"), away.since());
  }
}
