package cloud.bleu.status.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pod says of why it has no node. */
class SchedulingFaultTest {
  private static final Instant CREATED = Instant.parse("2026-11-27T12:00:00Z");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // spec | status | of somebody else | code | since when it is told
        "{nodeName: n1}                                                       | {} | false | - | -",
        "{nodeName: n1, schedulingGates: [{name: a}]}                         | {} | false | - | -",
        "{schedulingGates: [{name: a}]}                                       | {} | false | SchedulingGated | -",
        "{schedulingGates: [{name: placement.bleu.cloud/decision}]}           | {} | false | SchedulingGated | -",
        // Others' pods wait for their zone: that is told elsewhere.
        "{schedulingGates: [{name: placement.bleu.cloud/decision}]}           | {} | true  | - | -",
        "{schedulingGates: [{name: placement.bleu.cloud/decision}, {name: a}]} | {} | true | - | -",
        "{schedulingGates: [{name: a}]}                                       | {} | true  | SchedulingGated | -",
        "{} | {conditions: [{type: PodScheduled, status: 'False', message: no room}]} | false | Unschedulable | -",
        "{} | {conditions: [{type: PodScheduled, status: 'True'}]}            | false | - | -",
        "{} | {conditions: [{type: Ready, status: 'False'}]}                  | false | SchedulerAwaited | 2026-11-27T12:00:20Z",
        "{schedulerName: batch} | {}                                          | false | SchedulerAwaited | 2026-11-27T12:00:20Z",
      })
  void whyItHasNoNode(String spec, String status, boolean others, String code, Instant from) {
    Suspicion suspicion = SchedulingFault.of(pod(spec, status), others);
    assertEquals(code, suspicion == null ? null : suspicion.fault().code());
    assertEquals(from, suspicion == null ? null : suspicion.from());
  }

  @Test
  void gatesAreNamedInOrder() {
    assertEquals(
        "pods wait until the scheduling gates of their template are removed: a.example/x, b.example/y",
        message("{schedulingGates: [{name: b.example/y}, {name: a.example/x}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                 | no scheduler named default-scheduler has looked at the pods: start it",
        "{schedulerName: default-scheduler} | no scheduler named default-scheduler has looked at the pods: start it",
        "{schedulerName: batch}             | no scheduler named batch has looked at the pods: start it, or take schedulerName out of the template",
      })
  void saysWhichSchedulerIsMissing(String spec, String message) {
    assertEquals(message, message(spec));
  }

  @Test
  void nothingIsKnownOfAPodWithoutASpec() {
    assertNull(SchedulingFault.of(new Pod(), false));
  }

  private static String message(String spec) {
    Suspicion suspicion = SchedulingFault.of(pod(spec, "{}"), false);
    assertNotNull(suspicion);
    return suspicion.fault().message();
  }

  private static Pod pod(String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, creationTimestamp: "%s"}
        spec: %s
        status: %s
        """
            .formatted(CREATED, spec, status),
        Pod.class);
  }
}
