package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.RequestTimeout;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names of objects that can follow the words typed so far, from the manifests or the cluster that
 * these words name. Whatever goes wrong there are none: a shell asks on every press of a key.
 */
public final class CompletionNames {
  private final InputOptions input;
  private @Nullable String namespace;

  /** From the manifests or the cluster that these options name. */
  public CompletionNames(InputOptions input) {
    this.input = input;
  }

  /**
   * Reads the options for manifests, cluster and namespace among the words; other words are
   * ignored.
   */
  public CompletionNames(List<String> words) {
    this(new InputOptions());
    for (int i = 0; i + 1 < words.size(); i++) {
      String word = words.get(i);
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? words.get(i + 1) : word.substring(equals + 1);
      switch (option) {
        case "-f", "--filename" -> input.files.add(value);
        case "--context" -> input.context = value;
        case "--kubeconfig" -> input.kubeconfig = Path.of(value);
        case RequestTimeout.NAME -> input.requestTimeout = RequestTimeout.of(value);
        case "-n", "--namespace" -> namespace = value;
        default -> {
          // Of no concern to what is read.
        }
      }
    }
  }

  /** Workloads: the name alone where a namespace is given. */
  public List<String> workloads() {
    return namespaced(BleuWorkload.class);
  }

  /** Waivers: the name alone where a namespace is given. */
  public List<String> waivers() {
    return namespaced(SovereigntyWaiver.class);
  }

  private List<String> namespaced(Class<? extends HasMetadata> type) {
    List<String> names = new ArrayList<>();
    for (HasMetadata object : objects(type)) {
      String in = String.valueOf(object.getMetadata().getNamespace());
      String name = object.getMetadata().getName();
      if (namespace == null) {
        names.add(in + "/" + name);
      } else if (namespace.equals(in)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Namespaces with workloads. */
  public SortedSet<String> namespaces() {
    SortedSet<String> names = new TreeSet<>();
    objects(BleuWorkload.class)
        .forEach(w -> names.add(String.valueOf(w.getMetadata().getNamespace())));
    return names;
  }

  /** Zones. */
  public List<String> zones() {
    return objects(AvailabilityZone.class).stream().map(z -> z.getMetadata().getName()).toList();
  }

  /** Drills. */
  public List<String> drills() {
    return objects(ResilienceDrill.class).stream().map(d -> d.getMetadata().getName()).toList();
  }

  /** Zones, and the sites, regions and providers that they name. */
  public SortedSet<String> places() {
    SortedSet<String> names = new TreeSet<>(zones());
    for (AvailabilityZone zone : objects(AvailabilityZone.class)) {
      if (zone.getSpec() != null) {
        Stream.of(zone.getSpec().site(), zone.getSpec().region(), zone.getSpec().provider())
            .filter(name -> name != null && !name.isEmpty())
            .forEach(names::add);
      }
    }
    return names;
  }

  /** Policies. */
  public List<SovereigntyPolicy> policies() {
    return objects(SovereigntyPolicy.class);
  }

  /** Names that policies give to their rules. */
  public SortedSet<String> statements() {
    SortedSet<String> names = new TreeSet<>();
    for (SovereigntyPolicy policy : policies()) {
      if (policy.getSpec() != null) {
        policy.getSpec().rules().stream()
            .map(rule -> rule.name())
            .filter(name -> name != null && !name.isEmpty())
            .forEach(names::add);
      }
    }
    return names;
  }

  private <T extends HasMetadata> List<T> objects(Class<T> type) {
    try {
      return input.files.isEmpty() ? listed(type) : read(type);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private <T extends HasMetadata> List<T> read(Class<T> type) {
    return ManifestObjects.of(ManifestReader.read(input.files, InputStream.nullInputStream()))
        .objects()
        .of(type);
  }

  /** Of the whole cluster, else of the one namespace that is meant. */
  private <T extends HasMetadata> List<T> listed(Class<T> type) {
    return ClusterReader.quickly(
        input,
        client -> {
          try {
            return client.resources(type).inAnyNamespace().list().getItems();
          } catch (KubernetesClientException e) {
            return Namespaced.class.isAssignableFrom(type)
                ? inNamespace(client, type)
                : List.<T>of();
          }
        });
  }

  private <T extends HasMetadata> List<T> inNamespace(KubernetesClient client, Class<T> type) {
    String in = namespace == null ? ClusterReader.namespace(input) : namespace;
    return client.resources(type).inNamespace(in).list().getItems();
  }
}
