package cloud.bleu.operator.member;

import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.log.SaidFaults;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secrets of the operator's namespace, watched from the first zone on that is in another
 * cluster: without one the right to read them is not used.
 */
public final class MemberSecrets implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberSecrets.class);

  private final KubernetesClient client;
  private final String namespace;
  private final SaidFaults said = new SaidFaults();
  private volatile @Nullable SharedIndexInformer<Secret> secrets;
  private volatile @Nullable String fault;
  private volatile boolean forbidden;
  private volatile boolean closed;

  /**
   * @param namespace of the operator
   */
  public MemberSecrets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * A kubeconfig, or why there is none.
   *
   * @param text null when there is none
   * @param reason of that, UpperCamelCase
   * @param problem of that, in words; null while that is not known yet
   */
  record Found(@Nullable String text, String reason, @Nullable String problem) {
    /** Without the text: it holds credentials. */
    @Override
    public String toString() {
      return "Found[" + (text == null ? reason + ": " + problem : "a kubeconfig") + "]";
    }
  }

  /** Begins to watch, and does not wait; does nothing when it does so already. */
  void start(Runnable changed) {
    if (secrets != null || closed) {
      return;
    }
    SharedIndexInformer<Secret> informer =
        client.secrets().inNamespace(namespace).runnableInformer(0);
    informer.exceptionHandler((started, problem) -> goesOn(problem, changed));
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(Secret secret) {
            changed.run();
          }

          @Override
          public void onUpdate(Secret before, Secret after) {
            changed.run();
          }

          @Override
          public void onDelete(Secret secret, boolean unknown) {
            changed.run();
          }

          @Override
          public void onNothing() {
            changed.run();
          }
        });
    secrets = informer;
    informer.start().whenComplete((listed, problem) -> changed.run());
  }

  Found kubeconfig(String name, String key) {
    SharedIndexInformer<Secret> informer = secrets;
    String why = fault;
    if (informer == null || !informer.hasSynced()) {
      return why == null
          ? new Found(null, "NotAskedYet", null)
          : new Found(
              null,
              "SecretsNotRead",
              "the Secrets of namespace "
                  + namespace
                  + " cannot be read: "
                  + why
                  + (forbidden ? "; set members.enabled of the chart" : ""));
    }
    Secret secret = informer.getIndexer().getByKey(namespace + "/" + name);
    String where = "Secret " + name + " of namespace " + namespace;
    if (secret == null) {
      return new Found(
          null, "SecretMissing", "there is no " + where + ", the operator's own: create it there");
    }
    Map<String, String> data = secret.getData();
    String value = data == null ? null : data.get(key);
    if (value == null) {
      return new Found(
          null,
          "SecretKeyMissing",
          where + " has no key " + key + ": add it, or name another one in the zone");
    }
    try {
      String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      List<String> problems = MemberKubeconfig.problems(text);
      return problems.isEmpty()
          ? new Found(text, "", null)
          : new Found(
              null,
              "KubeconfigRefused",
              "the kubeconfig in " + where + " is not used: " + String.join("; ", problems));
    } catch (IllegalArgumentException e) {
      return new Found(
          null, "KubeconfigRefused", where + " holds no text: write the kubeconfig into it");
    }
  }

  @Override
  public void close() {
    closed = true;
    SharedIndexInformer<Secret> informer = secrets;
    if (informer != null) {
      informer.stop();
    }
  }

  private boolean goesOn(Throwable problem, Runnable changed) {
    String line = Faults.line(problem);
    if (said.isNews(line)) {
      LOG.warn("cannot watch the Secrets of namespace {}, trying again: {}", namespace, line);
    }
    forbidden = problem instanceof KubernetesClientException refusal && refusal.getCode() == 403;
    fault = line;
    changed.run();
    return !closed;
  }
}
