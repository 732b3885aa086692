package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.leadership.Fence;
import cloud.bleu.operator.leadership.FencedHttpClient;
import cloud.bleu.operator.log.FaultThrottle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reconciliation that failed says: one line, unless the fault is the program's own. */
class ResourceReconcilerTest {

  private static final ConfigMap OBJECT =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withNamespace("shop")
          .withName("web")
          .endMetadata()
          .build();

  private final Failing reconciler = new Failing();
  @RegisterExtension private final OperatorLog said = OperatorLog.of(Failing.class, Fence.class);

  /** Bound and not listening. */
  private final Socket nobody = new Socket();

  private static final class Failing implements ResourceReconciler<ConfigMap> {
    private @Nullable Error error;

    @Override
    public UpdateControl<ConfigMap> reconcileResource(
        ConfigMap resource, Context<ConfigMap> context) {
      if (error != null) {
        throw error;
      }
      return UpdateControl.noUpdate();
    }
  }

  @BeforeEach
  void start() throws Exception {
    nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() throws Exception {
    nobody.close();
  }

  @Test
  void writeThatWasNotSentForWantOfTheLeaseSaysNothingEach() {
    assertEquals(List.of(), loud(failure(true)));
  }

  @Test
  void writeThatReachesNobodyIsOneLine() {
    List<ILoggingEvent> lines = loud(failure(false));
    assertEquals(1, lines.size());
    assertEquals(Level.WARN, lines.get(0).getLevel());
    assertNull(lines.get(0).getThrowableProxy());
  }

  @Test
  void transportThatIsWrappedInAnythingIsOneLine() {
    Exception wrapped = new IllegalStateException("wrapped", failure(false));
    List<ILoggingEvent> lines = loud(wrapped);
    assertEquals(1, lines.size());
    assertNull(lines.get(0).getThrowableProxy());
  }

  /** The SDK tries again after exceptions, and never comes back after an error. */
  @Test
  void errorIsTriedAgainAsAnExceptionIs() {
    reconciler.error = new StackOverflowError("made up");
    IllegalStateException told =
        assertThrows(IllegalStateException.class, () -> reconciler.reconcile(OBJECT, null));
    assertSame(reconciler.error, told.getCause());
    assertEquals(Level.ERROR, loud(told).get(0).getLevel());
    reconciler.error = new OutOfMemoryError("made up");
    assertThrows(OutOfMemoryError.class, () -> reconciler.reconcile(OBJECT, null));
  }

  @Test
  void defectHasItsStack() {
    List<ILoggingEvent> lines = loud(new IllegalStateException("ours"));
    assertEquals(1, lines.size());
    assertEquals(Level.ERROR, lines.get(0).getLevel());
    assertNotNull(lines.get(0).getThrowableProxy());
  }

  @Test
  void fenceSaysOnceThatNothingIsSent() {
    long[] nanos = new long[1];
    Fence fence = new Fence(Duration.ofSeconds(10), () -> nanos[0], () -> 0);
    fence.renewed(fence.now());
    nanos[0] = Duration.ofSeconds(10).toNanos();
    for (int i = 0; i < 100; i++) {
      fence.tellShut();
    }
    assertEquals(1, said.lines().size());
    fence.renewed(fence.now());
    assertEquals(2, said.lines().size());
  }

  /** Twenty watches end at once when an API server goes away. */
  @Test
  void whatManyFindAtOnceIsToldOnceAMinute() {
    long[] nanos = new long[1];
    FaultThrottle faults = new FaultThrottle(() -> nanos[0]);
    assertTrue(faults.isNews("refused"));
    assertFalse(faults.isNews("refused"));
    assertTrue(faults.isNews("forbidden"));
    nanos[0] = FaultThrottle.AGAIN.toNanos();
    assertTrue(faults.isNews("refused"));
  }

  /** The SDK looks again at none that is gone but by a retry. */
  @Test
  void whatIsNotSentForWantOfTheLeaseIsNoFailureToTheSdkWhileItsObjectIsThere() {
    Exception failure = failure(true);
    assertTrue(
        reconciler
            .updateErrorStatus(OBJECT, context(false), failure)
            .getScheduleDelay()
            .isPresent());
    assertTrue(
        reconciler.updateErrorStatus(OBJECT, context(true), failure).isDefaultErrorProcessing());
  }

  @SuppressWarnings("unchecked")
  private static Context<ConfigMap> context(boolean isDeleted) {
    return (Context<ConfigMap>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (self, method, arguments) -> {
              assertEquals("isPrimaryResourceDeleted", method.getName());
              return isDeleted;
            });
  }

  private List<ILoggingEvent> loud(Exception failure) {
    reconciler.updateErrorStatus(OBJECT, context(false), failure);
    return said.events(Level.INFO);
  }

  /** What a status patch ends with. */
  private Exception failure(boolean shut) {
    Fence fence = new Fence(Duration.ofSeconds(10));
    if (!shut) {
      fence.renewed(fence.now());
    }
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + nobody.getLocalPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build()) {
      return assertThrows(
          RuntimeException.class,
          () ->
              FencedHttpClient.fenced(client, fence)
                  .resource(OBJECT)
                  .subresource("status")
                  .patch(
                      new PatchContext.Builder()
                          .withPatchType(PatchType.SERVER_SIDE_APPLY)
                          .withFieldManager("test")
                          .withForce(true)
                          .build()));
    }
  }
}
