package cloud.bleu.cli.doctor;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.delivery.gate.ChartPolicies;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Whether admission checks who writes a break-glass: it sets nothing aside where nobody does. */
public final class CheckedSignatures {
  private static final ChartPolicies.Bound BOUND = ChartPolicies.BREAK_GLASS;

  private CheckedSignatures() {}

  /**
   * Refuses to write a signature that would count for nothing. Where it cannot be seen, a note says
   * that nobody looked, for whoever acts in an emergency may have no right but the one for that.
   *
   * @param from when the break-glass begins
   * @param doing what is about to be done: {@code opened}
   * @throws BadInputException with what is missing and how to put it there
   */
  public static void require(
      KubernetesClient client, String namespace, Instant from, String doing, PrintWriter err) {
    var api = client.admissionRegistration().v1();
    SortedSet<String> missing;
    @Nullable Instant since;
    try {
      var policies = there(api.validatingAdmissionPolicies().withName(BOUND.policy()));
      var bindings = there(api.validatingAdmissionPolicyBindings().withName(BOUND.binding()));
      missing = ChartPolicies.missing(List.of(BOUND), policies, bindings);
      since = ChartPolicies.since(BOUND, policies, bindings);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      err.println(
          "note: not seen: whether the admission policy "
              + BOUND.policy()
              + " and its binding are there, without which a break-glass sets nothing aside: "
              + ShownText.visible(told(e))
              + "; `"
              + Program.name()
              + " waivers -n "
              + namespace
              + "` says after the next pass whether it counts");
      return;
    }
    if (since != null && !from.isBefore(since)) {
      return;
    }
    throw new BadInputException(
        "not "
            + doing
            + ", as it would set nothing aside: nobody would check who wrote it; "
            + (since == null
                ? "missing in this cluster, or not refusing: "
                    + String.join(", ", missing)
                    + "; have an administrator install or upgrade the chart with"
                    + " admission.enabled=true, then open it; without admission nothing but a"
                    + " change of the policies themselves lets the workload in"
                : BOUND.policy()
                    + " or its binding is of "
                    + since
                    + ", and the break-glass of "
                    + from
                    + "; open it anew from now on, and check the clock of this machine"));
  }

  private static <T> List<T> there(Resource<T> resource) {
    T object = resource.get();
    return object == null ? List.of() : List.of(object);
  }

  private static String told(KubernetesClientException e) {
    String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    return message == null ? "the cluster answered " + e.getCode() : message;
  }
}
