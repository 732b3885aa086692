package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PodWritesTest {

  private final PodWrites<RunningWatch.Tally> running = new PodWrites<>(RunningWatch.Tally::new);
  private final PodWrites<FleetReadiness.Tally> ready = new PodWrites<>(FleetReadiness.Tally::new);

  private void tell(String cluster, String uid, int number, boolean gone) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withUid(uid)
            .withResourceVersion(String.valueOf(number))
            .endMetadata()
            .withNewSpec()
            .withNodeName(cluster + "-1")
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    running.tell(pod, RunningWatch.step(pod, gone));
    ready.tell(pod, FleetReadiness.step(cluster, pod, gone));
  }

  private void begins() {
    tell("member-1", "old", 10, false);
    running.mark(tally -> tally.asks(1));
    ready.mark(FleetReadiness.Tally::begins);
  }

  private void assertCounted(int lacked, int least) {
    assertEquals(lacked, running.count().lacked(), "lacked");
    assertEquals(least, ready.count().least(), "least");
  }

  @Test
  void watchThatIsToldLateDoesNotMatter() {
    begins();
    tell("member-1", "old", 21, true);
    tell("member-2", "new", 20, false);
    assertCounted(0, 1);
  }

  @Test
  void whatIsDeletedBeforeItsSuccessorIsReadyLacks() {
    begins();
    tell("member-2", "new", 21, false);
    tell("member-1", "old", 20, true);
    assertCounted(1, 0);
  }

  /** Its last write is older than all that came since: it counts from when it is told. */
  @Test
  void deletionThatAWatchHasMissedIsAfterWhatWasToldBeforeIt() {
    begins();
    tell("member-2", "new", 20, false);
    tell("member-1", "old", 10, true);
    assertCounted(0, 1);
  }
}
