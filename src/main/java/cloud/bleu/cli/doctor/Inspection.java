package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was looked at in a cluster beside what a plan is made from.
 *
 * @param findings of it
 * @param notSeen what nobody looked at, and what to do; null: nothing
 */
public record Inspection(List<Finding> findings, @Nullable String notSeen) {

  /** Where nothing is to look at. */
  public static final Inspection NOTHING = new Inspection(List.of(), null);

  public Inspection {
    findings = List.copyOf(findings);
  }

  /** What is listed; null where this user may not list it, or it is not served. */
  static <T> @Nullable List<T> listed(Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }
}
