package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes of campaigns: a process crashes of what it has sent itself. */
@Tag("wiring")
class CampaignOperatorTest {

  @TempDir Path folder;

  /**
   * A write is on the way when the process that sent it crashes of another one, and is taken when
   * the next process has begun: that one lives on.
   */
  @Test
  void whatTheProcessBeforeHasSentCrashesNobody() {
    AtomicReference<Request> late = new AtomicReference<>();
    AtomicBoolean held = new AtomicBoolean();
    AtomicBoolean crashed = new AtomicBoolean();
    try (CampaignCluster hub = new CampaignCluster("hub", folder);
        CampaignOperator operator =
            new CampaignOperator(
                hub.namespace("ops").namespace(CampaignCluster.NAMESPACE),
                new MovableClock().alone("ops"),
                0,
                new LetGo((workload, zone) -> Set.of()))) {
      Scene scene = new Scene(hub.client(), null).provider("acme");
      // What the first process first writes of the zone; whatever is written of it later waits.
      operator.withhold(
          request ->
              isOfZones(request) && !late.compareAndSet(null, request) && late.get() != request);
      operator.withholdAnswers(
          request -> {
            boolean isLate = request == late.get();
            if (isLate) {
              held.set(true);
            }
            return isLate;
          });
      operator.start();
      scene.create(
          SiteZone.yaml(
              "acme",
              hub.name(),
              CampaignCluster.ROOM,
              "nodeSelector: {%s: %s}".formatted(CampaignCluster.ZONE_LABEL, hub.name())));
      scene.until("it is written, and on the way back", held::get);
      operator.crashAfterEach(
          request ->
              request == late.get()
                  || (request.about("decisionledgers") && !crashed.getAndSet(true)));
      scene.workload("web", 1, "{}");
      scene.until("the next one has begun", () -> operator.starts() == 2);
      operator.withholdAnswers(request -> false);
      scene.until(
          "the first one's write is taken",
          () -> operator.writes().stream().anyMatch(write -> write.contains("availabilityzones")));
      operator.crashAfterEach(request -> false);
      operator.withhold(request -> false);
      operator.start();
      assertEquals(3, operator.starts(), operator.writes()::toString);
    }
  }

  private static boolean isOfZones(Request request) {
    return request.isWrite() && request.about("availabilityzones");
  }
}
