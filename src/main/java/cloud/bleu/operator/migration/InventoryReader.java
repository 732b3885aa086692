package cloud.bleu.operator.migration;

import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.source.AssessedKind;
import cloud.bleu.source.AssessedKinds;
import cloud.bleu.source.KindPages;
import cloud.bleu.source.NamedObjects;
import cloud.bleu.translate.manifest.Manifest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the objects of namespaces and the classes that they name, page by page and with a pause
 * after each page. The API server has to answer one page at a time, and nothing is watched. Secrets
 * are never listed.
 */
final class InventoryReader {

  private static final Logger LOG = LoggerFactory.getLogger(InventoryReader.class);

  /** Between two pages. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** More objects than people plan with at once. */
  static final int MOST_OBJECTS = 20_000;

  private final KubernetesClient client;
  private final CountDownLatch closed;

  /** Resources of the cluster of which the log has said that they are not read. */
  private final Set<String> unread = ConcurrentHashMap.newKeySet();

  /** One kind in one namespace. */
  static final class Place {
    private final String namespace;
    private final AssessedKind kind;

    private Place(String namespace, AssessedKind kind) {
      this.namespace = namespace;
      this.kind = kind;
    }

    @Override
    public String toString() {
      return kind.resource() + " in namespace " + namespace;
    }
  }

  /** The API server does not let us read a kind. */
  static final class ForbiddenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    private ForbiddenException(Place place, Throwable cause) {
      super(place.toString(), cause);
      this.place = place;
    }

    /** What may not be listed. */
    Place place() {
      return place;
    }
  }

  /** There is more than is read. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Takes pages, and counts what is in them. */
  private final class Pages {
    private final Predicate<List<Manifest>> to;
    private final NamedObjects named = new NamedObjects();
    private int objects;

    private Pages(Predicate<List<Manifest>> to) {
      this.to = to;
    }

    private void all(KindPages listing) throws TooLargeException, InterruptedException {
      while (listing.hasNext()) {
        List<Manifest> manifests = named.taken(listing.next());
        objects += manifests.size();
        if (objects > MOST_OBJECTS || !to.test(manifests)) {
          throw new TooLargeException();
        }
        if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new InterruptedException();
        }
      }
    }
  }

  /**
   * @param closed comes to zero when nothing is read any more
   */
  InventoryReader(KubernetesClient client, CountDownLatch closed) {
    this.client = client;
    this.closed = closed;
  }

  /** What a plan has read before everything else. */
  static Place first(MigrationOrder order) {
    return new Place(order.namespaces().get(0), AssessedKinds.OF_NAMESPACES.get(0));
  }

  /**
   * Asks for one object, which tells whether more may be asked for.
   *
   * @throws ForbiddenException when it may not
   * @throws KubernetesClientException when the API server does not answer
   */
  void probe(Place place) throws ForbiddenException {
    try {
      listing(place.kind, place.namespace).probe();
    } catch (KubernetesClientException e) {
      throw forbidden(place, e);
    }
  }

  /**
   * Reads what a plan names. Of kinds of the cluster those are left out that may not be listed or
   * are not served.
   *
   * @param to takes each page, and says whether there is room for more
   * @throws ForbiddenException when a right is missing; the message names what cannot be listed
   * @throws InterruptedException when it was told to end
   * @throws KubernetesClientException when the API server does not answer
   */
  void read(MigrationOrder order, Predicate<List<Manifest>> to)
      throws ForbiddenException, TooLargeException, InterruptedException {
    Pages pages = new Pages(to);
    for (String namespace : order.namespaces()) {
      for (AssessedKind kind : AssessedKinds.OF_NAMESPACES) {
        try {
          pages.all(listing(kind, namespace));
        } catch (KubernetesClientException e) {
          throw forbidden(new Place(namespace, kind), e);
        }
      }
    }
    for (AssessedKind kind : AssessedKinds.OF_CLUSTER) {
      if (pages.named.has(kind)) {
        try {
          pages.all(listing(kind, null));
        } catch (KubernetesClientException e) {
          withoutClasses(kind, e);
        }
      }
    }
  }

  /**
   * What may not be listed or is not served is left out of the plan. Any other failure is thrown:
   * it may be over in a minute, and would hide what stands in the way.
   */
  private void withoutClasses(AssessedKind kind, KubernetesClientException e) {
    boolean isLasting =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    if (!isLasting) {
      throw e;
    }
    if (unread.add(kind.resource())) {
      LOG.warn(
          "{} are not read (HTTP {}): plans say nothing of those that workloads name; see"
              + " `kubectl auth can-i list {}` as the operator's ServiceAccount",
          kind.resource(),
          e.getCode(),
          kind.resource());
    }
  }

  private KindPages listing(AssessedKind kind, @Nullable String namespace) {
    return new KindPages(client, kind, namespace, null);
  }

  private static ForbiddenException forbidden(Place place, KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw e;
    }
    return new ForbiddenException(place, e);
  }
}
