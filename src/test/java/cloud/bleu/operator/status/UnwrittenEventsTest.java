package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.layers.OperatorLog;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says of events that come to nothing, over time. */
class UnwrittenEventsTest {

  private static final String SHUT =
      "an event was not written in namespace shut, and more are only counted: the API server"
          + " answered 403: no";
  private static final String AWAY =
      "an event was not written in namespace shop, and more are only counted:"
          + " java.net.ConnectException: away";

  private final AtomicLong nanos = new AtomicLong();
  private final UnwrittenEvents unwritten = new UnwrittenEvents(nanos::get);
  @RegisterExtension private final OperatorLog said = OperatorLog.of(UnwrittenEvents.class);

  @Test
  void refusalInANamespaceIsToldOnceAndItsEndOnce() {
    refused("shut", "no");
    refused("shut", "no");
    unwritten.written("shop");
    pass(60);
    unwritten.written("shop");
    unwritten.written("shut");
    unwritten.written("shut");
    assertEquals(List.of(SHUT, "events are written again in namespace shut"), said.lines());
  }

  /** A policy that refuses events of one reason, among others that are taken. */
  @Test
  void refusalOfOneAmongThoseThatAreTakenIsToldOnce() {
    for (int i = 0; i < 100; i++) {
      refused("shut", "no");
      pass(30);
      unwritten.written("shut");
    }
    assertEquals(List.of(SHUT), said.lines());
  }

  @Test
  void thatNothingIsAnsweredIsToldOnceForAllNamespacesAndItsEndOnce() {
    unanswered("shop");
    unanswered("other");
    unwritten.written("shop");
    pass(60);
    unwritten.written("shop");
    unwritten.written("other");
    assertEquals(List.of(AWAY, "events are written again"), said.lines());
  }

  @Test
  void defectIsToldOnceWithWhereItIsAndHidesNoOutage() {
    unwritten.failed("shop", "A", new NullPointerException("made up by a test"));
    unwritten.failed("shop", "A", new NullPointerException("made up by a test"));
    unanswered("shop");
    assertEquals(
        List.of("an event was not written, and more are only counted", AWAY), said.lines());
    assertNotNull(said.events().get(0).getThrowableProxy());
  }

  /** Also where there were so many that nothing is told of any more. */
  @Test
  void namespacesThatAreGoneMakeRoomAndAnOutageNeedsNone() {
    for (int i = 0; i < 1000; i++) {
      refused("n" + i, "no");
    }
    said.take();
    refused("shut", "no");
    unanswered("shop");
    refused("n0", "unable to create new content in namespace n0 because it is being terminated");
    refused("shut", "no");
    assertEquals(List.of(AWAY, SHUT), said.lines());
  }

  private void refused(String namespace, String words) {
    unwritten.failed(
        namespace,
        "A",
        new KubernetesClientException(
            new StatusBuilder().withCode(403).withMessage(words).build()));
  }

  private void unanswered(String namespace) {
    unwritten.failed(
        namespace, "A", new KubernetesClientException("", new ConnectException("away")));
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
