package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cloud.bleu.apiserver.Refusal;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusedWrites.class);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** Writes nothing: it serves no namespace. */
  private final EventRecorder events =
      new EventRecorder(null, "test", Clock.systemUTC(), registry, namespace -> false);

  private final RefusedWrites refused = new RefusedWrites(registry, events, nanos::get);

  @BeforeEach
  void start() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(said);
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
        said());
  }

  /** Whoever deletes a namespace knows, and each workload in it would say so. */
  @Test
  void ofANamespaceThatIsBeingDeletedNothingIsTold() {
    refused.refused(Write.Child, WEB, "zone fr-a: " + ENDING.sentence());
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertEquals(Duration.ofSeconds(3), refused.lasts(Write.Child, WEB));
    refused.over(Write.Child, WEB);
    assertEquals(List.of(), said());
  }

  @Test
  void whatWasToldBeforeItsNamespaceWasDeletedHasItsEnd() {
    refused.refused(Write.Child, WEB, "zone fr-a: RBAC refuses it: no");
    refused.refused(Write.Child, WEB, "zone fr-a: " + ENDING.sentence());
    refused.over(Write.Child, WEB);
    assertEquals(
        List.of(
            "BleuWorkload shop/web: DeliveryRefused: zone fr-a: RBAC refuses it: no",
            "BleuWorkload shop/web: DeliveryAccepted"),
        said());
  }

  private List<String> said() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
