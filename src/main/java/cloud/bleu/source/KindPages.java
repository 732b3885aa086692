package cloud.bleu.source;

import cloud.bleu.translate.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The objects of one kind, a page at a time. For one thread. */
public final class KindPages {

  private final KubernetesClient client;
  private final AssessedKind kind;
  private final @Nullable String namespace;
  private final @Nullable String selector;
  private final ReadObject objects;
  private @Nullable String next = "";

  /**
   * @param namespace null for all of them, and for what is in none
   * @param selector of labels, as {@code kubectl -l} takes it; null for all
   */
  public KindPages(
      KubernetesClient client,
      AssessedKind kind,
      @Nullable String namespace,
      @Nullable String selector) {
    this.client = client;
    this.kind = kind;
    this.namespace = namespace;
    this.selector = selector;
    this.objects = new ReadObject(kind);
  }

  /** Whether there may be another page. */
  public boolean hasNext() {
    return next != null;
  }

  /**
   * Asks for the next page.
   *
   * @return what is assessed of it, which may be nothing
   * @throws KubernetesClientException when the API server refuses or does not answer
   */
  public List<Manifest> next() {
    String from = next;
    if (from == null) {
      throw new NoSuchElementException();
    }
    GenericKubernetesResourceList page = page(from, kind.page());
    String after = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    next = after == null || after.isEmpty() ? null : after;
    List<Manifest> manifests = new ArrayList<>();
    for (GenericKubernetesResource item : page.getItems()) {
      Manifest manifest = objects.manifest(item);
      if (manifest != null) {
        manifests.add(manifest);
      }
    }
    return manifests;
  }

  /**
   * Asks for one object, which tells whether more may be asked for.
   *
   * @throws KubernetesClientException when it may not, or the API server does not answer
   */
  public void probe() {
    list("", 1);
  }

  private GenericKubernetesResourceList page(String from, long limit) {
    try {
      return list(from, limit);
    } catch (KubernetesClientException e) {
      // Pages are of one moment, which the server forgets after minutes. It then says how to go on
      // with what there is now.
      String newer = e.getCode() == HttpURLConnection.HTTP_GONE ? token(e) : "";
      if (newer.isEmpty() || newer.equals(from)) {
        throw e;
      }
      return list(newer, limit);
    }
  }

  private static String token(KubernetesClientException e) {
    return e.getStatus() == null
            || e.getStatus().getMetadata() == null
            || e.getStatus().getMetadata().getContinue() == null
        ? ""
        : e.getStatus().getMetadata().getContinue();
  }

  private GenericKubernetesResourceList list(String from, long limit) {
    ListOptions options =
        new ListOptionsBuilder()
            .withLimit(limit)
            .withContinue(from.isEmpty() ? null : from)
            .withLabelSelector(selector)
            .build();
    var resources = client.genericKubernetesResources(kind.context());
    if (!kind.isNamespaced()) {
      return resources.list(options);
    }
    return namespace == null
        ? resources.inAnyNamespace().list(options)
        : resources.inNamespace(namespace).list(options);
  }
}
