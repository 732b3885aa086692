package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of an agent, whatever it leaves out of them. */
class WorkFeedbackTest {

  /** A work of which its agent says what it applied, and what it applied or found of one object. */
  private static WorkFeedback feedback(String applied, String meta, String condition) {
    return new WorkFeedback(
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata: {name: web, generation: 3}
            status:
              conditions: [{type: Applied, status: "False", observedGeneration: 3%s}]
              resourceStatus:
                manifests: [{resourceMeta: {%s}, conditions: [{status: "False", %s}]}]
            """
                .formatted(applied, meta, condition),
            GenericKubernetesResource.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // of the work | the object | of the object | what is told
        "                    | kind: Deployment, name: web | type: Applied, message: no room   |"
            + " Deployment web: no room",
        "                    | kind: Deployment, name: web | type: Applied, reason: Forbidden  |"
            + " Deployment web: Forbidden",
        "                    | kind: Deployment, name: web | type: Applied, message: \"\"        |"
            + " Deployment web: no reason is given",
        "                    | kind: Deployment            | type: Applied, message: no room   |"
            + " Deployment: no room",
        "                    | ''                          | type: Applied, message: null      | an"
            + " object: no reason is given",
        ", message: two failed | kind: Deployment, name: web | type: Other, message: no room   |"
            + " two failed",
        ", reason: Failed     | kind: Deployment, name: web | type: Other                       |"
            + " Failed",
        "                    | kind: Deployment, name: web | type: Other                       |"
            + " the work: no reason is given",
      })
  void whatIsRefusedIsToldInTheWordsThatThereAre(
      String work, String meta, String condition, String told) {
    assertEquals(told, feedback(work == null ? "" : work, meta, condition).refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reason: NotAvailable, message: it is gone | NotAvailable: it is gone",
        "reason: NotAvailable | NotAvailable",
        "message: it is gone | it is gone",
        "message: null | no reason is given",
      })
  void whatIsNotFoundIsToldInTheWordsThatThereAre(String condition, String told) {
    assertEquals(
        told,
        feedback("", "kind: Deployment, name: web", "type: Available, " + condition).notFound());
  }
}
