package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An API server that refuses WorkloadPlacements in some namespaces, as a quota does. */
public final class RefusingServer implements AutoCloseable {
  /** The namespaces, or {@code namespace/name} of single placements; may change at any time. */
  public final Set<String> refusing = ConcurrentHashMap.newKeySet();

  /** Bytes of the largest ledger that was written. */
  final AtomicInteger largest = new AtomicInteger();

  /** How often it was asked whether it would take a placement. */
  final AtomicInteger dryRuns = new AtomicInteger();

  private final EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());

  /** Nothing is refused to this one. */
  final KubernetesClient admin = PatientClients.of(server);

  private final FaultProxy proxy = new FaultProxy(admin.getConfiguration(), new Quota());

  public final KubernetesClient client = proxy.client();

  private final class Quota implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      if (request.method().equals("PUT") && request.about("decisionledgers")) {
        largest.accumulateAndGet(request.body().length, Math::max);
      }
      if (request.method().equals("GET") || !request.about("workloadplacements")) {
        return null;
      }
      if (request.query().contains("dryRun=All")) {
        dryRuns.incrementAndGet();
      }
      String namespace = request.path().replaceAll(".*/namespaces/([^/]+)/.*", "$1");
      return refusing.contains(namespace) || refusesOne(namespace, request)
          ? Answer.json(
              403,
              "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,"
                  + "\"message\":\"workloadplacements is forbidden: exceeded quota: none\"}")
          : null;
    }
  }

  private boolean refusesOne(String namespace, Request request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    return refusing.stream()
        .filter(one -> one.startsWith(namespace + "/"))
        .map(one -> one.substring(namespace.length() + 1))
        .anyMatch(name -> body.contains("\"name\":\"" + name + "\""));
  }

  /** The last number in the chain of the ledger. */
  public long sequence() {
    return admin.resources(DecisionLedger.class).withName("decisions").get().getSpec().sequence();
  }

  @Override
  public void close() {
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }
}
