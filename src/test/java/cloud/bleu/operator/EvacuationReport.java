package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the status and the events of a workload say of how it left zones that were lost. */
final class EvacuationReport {

  /**
   * A {@code failover.after} that tests of losses ask for: shorter than the time without an answer
   * of the API server after which silence counts anew.
   */
  static final Duration AFTER = Duration.ofSeconds(5);

  private final Scene scene;
  private final KubernetesClient client;

  EvacuationReport(Scene scene, KubernetesClient client) {
    this.scene = scene;
    this.client = client;
  }

  /**
   * From the silence on to the last replica that was Ready elsewhere, with what was asked for it.
   *
   * @param after {@code failover.after} of the workload
   */
  void silent(String workload, int replicas, Duration after, String... zones) {
    Evacuation over = ended(workload, "Silent", zones);
    awaitTold(workload, "Evacuated", zones);
    assertEquals(replicas, over.replicas());
    assertEquals(after.toSeconds() + "s", over.failoverAfter());
    Duration waited =
        Duration.between(Instant.parse(over.sinceTime()), Instant.parse(over.movedTime()));
    assertTrue(waited.compareTo(after) >= 0, "nothing moves before: " + over);
    assertTrue(over.tookSeconds() < after.plus(Scene.SOON).toSeconds(), "it took " + over);
  }

  /** The report of zones that were reported lost, after so much silence. */
  void reported(String workload, Duration silence, String... zones) {
    Evacuation over = ended(workload, "Lost", zones);
    assertTrue(over.tookSeconds() >= silence.toSeconds(), "it waited for the report: " + over);
  }

  /** The report of zones that were reported lost: nothing of it is {@code failover.after}. */
  void reported(String workload, int replicas, String... zones) {
    reported(workload, Duration.ZERO, zones);
    awaitTold(workload, "Evacuated", zones);
    Evacuation over = scene.workload(workload).getStatus().lastEvacuation();
    assertEquals(replicas, over.replicas());
    assertNull(over.failoverAfter(), "it was not waited for: " + over);
    assertTrue(over.tookSeconds() < Scene.SOON.toSeconds(), "it took " + over);
  }

  void awaitTold(String workload, String reason, String... zones) {
    String left = "left " + String.join(", ", zones) + " ";
    scene.until(
        reason + " of " + workload,
        () ->
            client.resources(Event.class).list().getItems().stream()
                .anyMatch(
                    event ->
                        event.getRegarding().getName().equals(workload)
                            && event.getReason().equals(reason)
                            && event.getNote().contains(left)));
  }

  /** Not that of an earlier loss of the same zones for another cause. */
  private Evacuation ended(String workload, String cause, String... zones) {
    scene.until(
        "the last replica is Ready elsewhere, " + cause,
        () -> {
          Evacuation last = scene.workload(workload).getStatus().lastEvacuation();
          return last != null
              && last.cause().equals(cause)
              && last.zones().equals(List.of(zones))
              && last.readyTime() != null;
        });
    return scene.workload(workload).getStatus().lastEvacuation();
  }
}
