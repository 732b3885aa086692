package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.status.Finalizers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written of the finalizer of a zone, and what comes of what the server answers. */
@Tag("wiring")
class ZoneHoldTest {

  private final List<String> written = new CopyOnWriteArrayList<>();

  /** What the server answers to every patch: nobody has to remember what it did not take. */
  private volatile int code;

  private FaultProxy proxy;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    Fault answer =
        new Fault() {
          @Override
          public Answer instead(Request request) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            written.add(body.contains(Finalizers.IN_USE) ? "add" : "remove");
            return Answer.status(code, "MadeUp");
          }
        };
    proxy = FaultProxy.toNobody(answer);
    client = proxy.client();
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
  }

  @ParameterizedTest
  @CsvSource({
    // use, whether it is being deleted, whether it is held, answer; what is written, outcome, again
    "USED,    false, true,  0,   '',     NOTHING,",
    "USED,    false, false, 404, add,    WRITTEN,",
    "USED,    false, false, 409, add,    OUTDATED,",
    "USED,    false, false, 403, add,    NOTHING, 20",
    "USED,    true,  true,  0,   '',     NOTHING,",
    "USED,    true,  false, 0,   '',     NOTHING,",
    "UNKNOWN, false, true,  0,   '',     NOTHING,",
    "UNKNOWN, false, false, 0,   '',     NOTHING,",
    "UNKNOWN, true,  true,  0,   '',     NOTHING,",
    "FREE,    false, false, 0,   '',     NOTHING,",
    "FREE,    false, true,  404, remove, WRITTEN,",
    "FREE,    true,  true,  404, remove, WRITTEN,",
    "FREE,    true,  true,  409, remove, OUTDATED,",
    "FREE,    true,  true,  403, remove, NOTHING, 20",
  })
  void zoneIsHeldWhileItIsInUse(
      ZoneUse use,
      boolean deleting,
      boolean held,
      int answer,
      String what,
      Finalizers.Outcome outcome,
      @Nullable Long again) {
    code = answer;
    ZoneHold.Outcome hold = hold(use).hold(zone(deleting, held), null);
    assertEquals(what, String.join(", ", written));
    assertEquals(outcome, hold.written());
    assertEquals(outcome != Finalizers.Outcome.NOTHING, hold.ends());
    assertEquals(again, hold.again().after() == null ? null : hold.again().after().toSeconds());
  }

  @Test
  void answerThatIsNoRefusalIsAFailure() {
    code = 410;
    ZoneHold hold = hold(ZoneUse.USED);
    AvailabilityZone zone = zone(false, false);
    assertThrows(KubernetesClientException.class, () -> hold.hold(zone, null));
  }

  private ZoneHold hold(ZoneUse use) {
    return new ZoneHold(zone -> use, new Finalizers(client, "test"));
  }

  private static AvailabilityZone zone(boolean deleting, boolean held) {
    AvailabilityZone zone =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: a, uid: u, resourceVersion: "7", generation: 1}
            spec: {provider: p, region: r, site: s}
            """,
            AvailabilityZone.class);
    if (deleting) {
      zone.getMetadata().setDeletionTimestamp("2026-11-28T12:00:00Z");
    }
    if (held) {
      zone.getMetadata().setFinalizers(List.of(Finalizers.IN_USE));
    }
    return zone;
  }
}
