package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.status.RefusedWrites.Write;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says of writes that are refused, and of the end of that. */
class RefusedWritesLogTest {

  private static final ObjectReference WEB =
      new ObjectReferenceBuilder()
          .withKind("BleuWorkload")
          .withNamespace("shop")
          .withName("web")
          .build();
  private static final Refusal ENDING =
      Refusal.of(
          new KubernetesClientException(
              new StatusBuilder()
                  .withCode(403)
                  .withMessage(
                      "deployments.apps \"web\" is forbidden: unable to create new content in"
                          + " namespace shop because it is being terminated")
                  .build()));

  private final AtomicLong nanos = new AtomicLong();

  @RegisterExtension
  private final OperatorLog said = OperatorLog.of(RefusedWrites.class, EndingNamespaces.class);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** Writes nothing: it serves no namespace. */
  private final EventRecorder events =
      new EventRecorder(null, "test", Clock.systemUTC(), registry, namespace -> false);

  private final RefusedWrites refused = new RefusedWrites(registry, events, nanos::get);

  @AfterEach
  void stop() {
    events.close();
  }

  @Test
  void refusalIsToldOnceAndItsEndOnce() {
    for (int i = 0; i < 5; i++) {
      refused.refused(Write.Child, WEB, "zone fr-a: RBAC refuses it: no " + i);
    }
    refused.over(Write.Child, WEB);
    refused.over(Write.Child, WEB);
    assertEquals(
        List.of(
            "BleuWorkload shop/web: DeliveryRefused: zone fr-a: RBAC refuses it: no 0",
            "BleuWorkload shop/web: DeliveryAccepted"),
        said.lines());
  }

  /** Another cluster may delete a namespace of that name while it lives on here. */
  @Test
  void ofANamespaceThatAnotherClusterDeletesItIsTold() {
    String sentence = "zone fr-a: " + ENDING.sentence();
    refused.refused(Write.Child, WEB, sentence);
    assertEquals(List.of("BleuWorkload shop/web: DeliveryRefused: " + sentence), said.lines());
  }

  /** The names and figures in the words change all the time, and the words may quote anything. */
  @Test
  void whoRefusesItIsToldAnewAndHisWordsAreNot() {
    refused.refused(Write.Child, WEB, "RBAC refuses it: a refuses it: b");
    refused.refused(Write.Child, WEB, "RBAC refuses it: c does not answer: d");
    refused.refused(Write.Child, WEB, "ResourceQuota q refuses it: e");
    assertEquals(
        List.of(
            "BleuWorkload shop/web: DeliveryRefused: RBAC refuses it: a refuses it: b",
            "BleuWorkload shop/web: DeliveryRefused: ResourceQuota q refuses it: e"),
        said.lines());
  }

  /** Whoever deletes a namespace knows, and each workload in it would say so. */
  @Test
  void ofANamespaceThatIsBeingDeletedNothingIsTold() {
    ending(WEB);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertEquals(Duration.ofSeconds(3), refused.lasts(Write.Child, WEB));
    refused.over(Write.Child, WEB);
    assertEquals(List.of(), said.lines());
  }

  /** Something keeps it, and nobody may know. */
  @Test
  void namespaceThatHangsIsToldOnce() {
    for (int minute = 0; minute < 60; minute++) {
      ending(WEB);
      ending(new ObjectReferenceBuilder(WEB).withName("api").build());
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    }
    assertEquals(
        List.of(
            "namespace shop has been on its way out for 5 min, and nothing new can be written in"
                + " it: find out what keeps it"),
        said.lines());
  }

  /** Deleted and made anew every few minutes, as by a test that somebody runs. */
  @Test
  void namespaceThatIsDeletedAgainDoesNotHang() {
    for (int time = 0; time < 10; time++) {
      ending(WEB);
      nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    }
    assertEquals(List.of(), said.lines());
  }

  private void ending(ObjectReference regarding) {
    refused.refused(Write.Child, regarding, "zone fr-a: " + ENDING.sentence(), ENDING.source());
  }

  @Test
  void whatWasToldBeforeItsNamespaceWasDeletedHasItsEnd() {
    refused.refused(Write.Child, WEB, "zone fr-a: RBAC refuses it: no");
    ending(WEB);
    refused.over(Write.Child, WEB);
    assertEquals(
        List.of(
            "BleuWorkload shop/web: DeliveryRefused: zone fr-a: RBAC refuses it: no",
            "BleuWorkload shop/web: DeliveryAccepted"),
        said.lines());
  }
}
