package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.function.Executable;

/** What an admission policy, or a rule of a kind, says no to. */
public final class Refused {
  private Refused() {}

  /** An attempt that a policy refuses with these words. */
  public static Executable with(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      String said = said(e);
      assertTrue(
          said.contains("ValidatingAdmissionPolicy") && said.contains(words), what + ": " + said);
    };
  }

  /**
   * Whether a policy refuses an attempt with these words already: the server sees a gate a moment
   * after whoever reads it.
   */
  static boolean is(String words, Executable attempt) {
    try {
      attempt.execute();
      return false;
    } catch (KubernetesClientException e) {
      return said(e).contains("ValidatingAdmissionPolicy") && said(e).contains(words);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static String said(KubernetesClientException e) {
    return String.valueOf(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
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
