package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.ledger.LedgerConflictException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One look at a workload: what is asked of targets, what is written, who is told, when again. */
@Tag("wiring")
class WorkloadReconcilerTest {
  private static FaultProxy proxy;
  private static KubernetesClient client;
  private final ReconcilerScene scene = new ReconcilerScene(proxy, client);

  @BeforeAll
  static void start() {
    proxy = FaultProxy.toNobody(Fault.NONE);
    client = proxy.clientWithoutRetries();
  }

  @AfterAll
  static void stop() {
    client.close();
    proxy.close();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** {@link StatedWorkload} says what the words mean. */
  @ParameterizedTest
  @CsvSource({
    // how it is; what is asked of targets, what is written, who is told, milliseconds until again
    "unread decided, '', '', '',",
    "older decided, '', '', '',",
    "gone decided, '', '', '',",
    "gone deleted restore away, '', '', '',",
    "deleted decided, 'sees ', status, '',",
    "deleted restore unserved, '', status, '',",
    "deleted away unserved, '', status, '',",
    "deleted restore, '', finalizers, '',",
    "deleted restore away, '', finalizers, '',",
    "deleted away, sees far, finalizers, '',",
    // what is not read yet, and what is deleted, is looked at all the same where it is deleted
    "deleted away unread, sees far, finalizers, '',",
    // nothing is decided
    "read, '', status, web,",
    "read error, '', status, web,",
    "read unserved, '', status, web,",
    "read decided, 'sees new, writes', status, web,",
    "read decided error, 'sees new, looks', status, web,",
    "read decided suspended, 'sees new, looks', status, web,",
    "read decided unserved, 'sees new, looks', status, web,",
    "read decided refuses, 'sees new, writes', status, web, 1000",
    // a cluster may answer any moment: nothing is said before
    "read decided pending, '', '', '', 1000",
    "read decided error pending, '', '', '', 1000",
    "read pending, '', status, web,",
    "read away pending, '', '', '', 1000",
    // what holds it comes first: the write of it is an event
    "read far, sees far, finalizers, '',",
    "read far pending, sees far, finalizers, '',",
    "read reference decided, '', finalizers, '',",
    // what is in error scales no template down
    "read reference decided error, 'sees new, looks', status, web,",
  })
  void look(String words, String asked, String written, String told, @Nullable Long again)
      throws LedgerConflictException {
    StatedWorkload how = scene.stated(words);
    BleuWorkload web = scene.workload(how);
    UpdateControl<BleuWorkload> control = scene.look(web, how);
    assertEquals(asked, String.join(", ", scene.target.asked));
    assertEquals(written, String.join(" ", scene.written));
    assertEquals(told, String.join(" ", scene.told));
    assertEquals(again, control.getScheduleDelay().orElse(null));
  }

  /** What was seen before is no news, and what is written is not written again. */
  @Test
  void sameLookTwiceSaysNothingNew() throws LedgerConflictException {
    StatedWorkload how = scene.stated("read decided");
    BleuWorkload web = scene.workload(how);
    scene.look(web, how);
    web.setStatus(scene.status);
    scene.look(web, how);
    assertEquals(List.of("status"), scene.written);
    assertEquals(List.of("web"), scene.told);
    assertEquals(
        List.of("sees new", "writes", "sees new", "writes"), scene.target.asked, "it is compared");
  }

  /** The delivery of a decision is timed until nothing is left to write, or nothing is wanted. */
  @ParameterizedTest
  @CsvSource({
    // how it is; whether the time is taken, whether it goes on
    "read decided stands, 1, false",
    "read decided, 1, false",
    "read decided stands refuses, 0, true",
    "read decided stands error, 0, false",
    "read decided stands suspended, 0, false",
    "read decided stands unserved, 0, true",
    "read decided stands pending, 0, true",
    "unread decided stands, 0, true",
    "read far stands, 0, true",
    "deleted decided stands, 0, false",
    "gone deleted, 0, false",
  })
  void timeOfTheDelivery(String words, long taken, boolean goesOn) throws LedgerConflictException {
    StatedWorkload how = scene.stated(words);
    BleuWorkload web = scene.workload(how);
    scene.metrics.deliveries.decided(scene.id);
    scene.look(web, how);
    assertEquals(taken, scene.metrics.registry.get("bleu.delivery").timer().count());
    double oldest = scene.metrics.registry.get("bleu.delivery.oldest.seconds").gauge().value();
    assertEquals(goesOn, oldest > 0, oldest + " seconds");
  }

  /** What a process before has left undone goes on to age, and is no delivery of this one. */
  @ParameterizedTest
  @CsvSource({
    "read decided stands refuses, true",
    "read decided stands, false",
    "read decided stands refuses error, false",
    "read decided stands refuses suspended, false",
    "read, false",
  })
  void ageOfWhatAProcessBeforeHasLeft(String words, boolean goesOn) throws LedgerConflictException {
    StatedWorkload how = scene.stated(words);
    BleuWorkload web = scene.workload(how);
    scene.look(web, how);
    scene
        .status
        .conditions()
        .forEach(c -> c.setLastTransitionTime(StatedWorkload.NOON.minusSeconds(3600).toString()));
    web.setStatus(scene.status);
    try (ReconcilerScene next = new ReconcilerScene(proxy, client)) {
      next.workload(how);
      next.look(web, how);
      double oldest = next.metrics.registry.get("bleu.delivery.oldest.seconds").gauge().value();
      assertEquals(goesOn, oldest > 3000, oldest + " seconds");
      assertEquals(0, next.metrics.registry.get("bleu.delivery").timer().count());
    }
  }

  /** It is ready once all is written and runs, and its status says so on the server. */
  @ParameterizedTest
  @CsvSource({
    "read decided planned stands, 200, ready web",
    "read decided planned, 200, ''",
    "read decided stands, 200, ''",
    "read decided planned stands refuses, 200, ''",
    "read decided planned stands error, 200, ''",
    "read decided planned stands suspended, 200, ''",
    "read decided planned stands unserved, 200, ''",
    "read decided planned stands, 409, ''",
    "read decided planned stands, 403, ''",
  })
  void ready(String words, int answer, String traced) throws LedgerConflictException {
    StatedWorkload how = scene.stated(words);
    scene.answer = answer;
    scene.look(scene.workload(how), how);
    assertEquals(traced, String.join(" ", scene.traced));
  }

  /** An evacuation is over once the server has the status that says so. */
  @ParameterizedTest
  @CsvSource({
    "read decided planned stands evacuated, 200, 1",
    "read decided planned stands evacuated, 409, 0",
    "read decided planned evacuated, 200, 0",
    "read decided planned stands, 200, 0",
  })
  void endOfAnEvacuation(String words, int answer, long over) throws LedgerConflictException {
    StatedWorkload how = scene.stated(words);
    scene.answer = answer;
    scene.look(scene.workload(how), how);
    assertEquals(
        over,
        scene.metrics.registry.get("bleu.evacuation").tag("cause", "Drained").timer().count());
  }

  /**
   * A decision may be delivered before the snapshot of its pass is published: what was published
   * before does not know the loss. It is reported once that is known, by the next process too.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lossBeforeItsSnapshotIsReportedWithIt(boolean restarted) throws LedgerConflictException {
    StatedWorkload early = scene.stated("read decided planned moved behind");
    BleuWorkload web = scene.workload(early);
    scene.look(web, early);
    assertEquals(List.of("sees new old", "writes"), scene.target.asked, "delivery does not wait");
    assertNull(scene.status.lastEvacuation());
    assertEquals("old=1", scene.status.zones(), "of which it is known what left");
    web.setStatus(scene.status);
    StatedWorkload late = scene.stated("read decided planned moved lost stands");
    if (restarted) {
      try (ReconcilerScene next = new ReconcilerScene(proxy, client)) {
        next.workload(late);
        next.look(web, late);
        assertReported(next);
      }
    } else {
      scene.look(web, late);
      assertReported(scene);
    }
  }

  private static void assertReported(ReconcilerScene scene) {
    BleuWorkloadStatus status = scene.status;
    assertEquals("new=1", status.zones());
    assertEquals(List.of("old"), status.lastEvacuation().zones());
    assertEquals("Lost", status.lastEvacuation().cause());
    assertEquals(
        1, scene.metrics.registry.get("bleu.evacuation").tag("cause", "Lost").timer().count());
  }

  /** What the server makes of the status says when to come again with it. */
  @ParameterizedTest
  @CsvSource({"200,", "404,", "409, 1000", "403, 20000"})
  void statusThatIsNotTaken(int answer, @Nullable Long again) throws LedgerConflictException {
    StatedWorkload how = scene.stated("read decided");
    scene.answer = answer;
    UpdateControl<BleuWorkload> control = scene.look(scene.workload(how), how);
    assertEquals(again, control.getScheduleDelay().orElse(null));
    assertEquals(List.of("web"), scene.told, "what was seen is told all the same");
  }

  /** Of all causes to come again the first one counts. */
  @Test
  void theFirstCauseCounts() throws LedgerConflictException {
    StatedWorkload how = scene.stated("read decided refuses");
    scene.answer = 409;
    UpdateControl<BleuWorkload> control = scene.look(scene.workload(how), how);
    assertEquals(Duration.ofSeconds(1).toMillis(), control.getScheduleDelay().orElseThrow());
  }

  @Test
  void statusSaysWhatIsWrong() throws LedgerConflictException {
    StatedWorkload how = scene.stated("read decided error");
    scene.look(scene.workload(how), how);
    assertTrue(scene.status.conditions().toString().contains("spec: odd; fix"));
    assertEquals(2, scene.status.observedGeneration());
  }

  /** A failure is no answer: the SDK tries again, and the line of it leads to the trace. */
  @Test
  void failureIsLeftToTheSdk() throws LedgerConflictException {
    StatedWorkload how = scene.stated("read decided");
    BleuWorkload web = scene.workload(how);
    scene.answer = 500;
    KubernetesClientException failure =
        assertThrows(KubernetesClientException.class, () -> scene.look(web, how));
    ErrorStatusUpdateControl<BleuWorkload> control =
        scene.reconciler.updateErrorStatus(web, scene.context, failure);
    assertEquals(false, control.isNoRetry());
    assertEquals(List.of("logs web", "end of web"), scene.traced);
  }

  /** Whoever finds a reason asks for a look by the trigger of workloads. */
  @Test
  void isAskedByItsTrigger() {
    assertEquals(
        List.of(scene.triggers.workloads),
        scene.reconciler.prepareEventSources(
            new EventSourceContext<>(null, null, null, BleuWorkload.class)));
  }
}
