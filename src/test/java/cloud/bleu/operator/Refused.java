package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.function.Executable;

/** What an admission policy, or a rule of a kind, says no to. */
final class Refused {
  private Refused() {}

  /** An attempt that a policy refuses with these words. */
  static Executable with(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      assertTrue(
          said.contains("ValidatingAdmissionPolicy") && said.contains(words), what + ": " + said);
    };
  }

  /** An attempt that a rule of the kind itself refuses with these words. */
  static Executable byTheKind(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      assertEquals(422, e.getCode(), what);
      assertTrue(e.getStatus().getMessage().contains(words), e.getStatus().getMessage());
    };
  }
}
