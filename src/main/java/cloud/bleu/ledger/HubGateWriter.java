package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes PlacementGates, each over exactly the version that was read. A writer that finds a gate
 * with a later decision than it knows leaves it and has the ledger read again.
 *
 * <p>Each namespace is written by one thread at a time; {@link #seen} may be called by any.
 */
public final class HubGateWriter {

  private static final int ATTEMPTS = 4;

  private final KubernetesClient client;
  private final ManagedWrites writes;
  private final Map<String, Known> live = new ConcurrentHashMap<>();
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

  /**
   * A gate.
   *
   * @param stored as the server has it
   * @param decided what it was written to say; of one that another process wrote: what it says
   */
  private record Known(PlacementGate stored, PlacementGateSpec decided) {

    static Known of(PlacementGate stored) {
      return new Known(stored, stored.getSpec());
    }

    boolean isStored(@Nullable PlacementGateSpec wanted) {
      return wanted != null && wanted.equals(stored.getSpec());
    }

    boolean isVersionOf(PlacementGate gate) {
      ObjectMeta one = stored.getMetadata();
      ObjectMeta other = gate.getMetadata();
      return Objects.equals(one.getUid(), other.getUid())
          && Objects.equals(one.getResourceVersion(), other.getResourceVersion());
    }
  }

  /**
   * @param client of the hub, with the right to write PlacementGates
   */
  public HubGateWriter(KubernetesClient client) {
    this.client = client;
    this.writes = new ManagedWrites(client, "bleu-gate");
  }

  /** Reads every gate from the server. To be called on taking over. */
  public void recover() {
    Map<String, Known> before = Map.copyOf(live);
    live.clear();
    doubtful.clear();
    try {
      client.resources(PlacementGate.class).inAnyNamespace().list().getItems().stream()
          .filter(gate -> gate.getMetadata().getName().equals(PlacementGate.NAME))
          .forEach(
              gate -> {
                Known known = before.get(gate.getMetadata().getNamespace());
                live.put(
                    gate.getMetadata().getNamespace(),
                    known != null && known.isVersionOf(gate) ? known : Known.of(gate));
              });
    } catch (KubernetesClientException e) {
      // Without the kind there are none; that none can be written either is said where it is tried.
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  /** Namespaces that have a gate, as far as this writer knows. */
  public Set<String> namespaces() {
    return Set.copyOf(live.keySet());
  }

  /**
   * What the gate of a namespace was written to say, as far as this writer knows, even if somebody
   * on the way to the storage has changed it; null when there is none.
   */
  public @Nullable PlacementGateSpec spec(String namespace) {
    Known known = live.get(namespace);
    return known == null ? null : known.decided();
  }

  /**
   * Takes note of a gate as a watch shows it, null when it is gone.
   *
   * @return whether that is not what was written, so that it is read again with the next write
   */
  public boolean seen(String namespace, @Nullable PlacementGateSpec spec) {
    Known known = live.get(namespace);
    boolean other = spec == null ? known != null : known == null || !known.isStored(spec);
    if (other) {
      doubtful.add(namespace);
    }
    return other;
  }

  /** Whether the gate of a namespace says this already, as far as this writer knows. */
  public boolean says(String namespace, @Nullable PlacementGateSpec wanted) {
    Known known = live.get(namespace);
    return !doubtful.contains(namespace)
        && (known == null
            ? wanted == null
            : known.isStored(wanted) && Objects.equals(known.decided(), wanted));
  }

  /**
   * Makes the gate of a namespace say this; null: there is to be none. What somebody between stores
   * in its place is no gate of these decisions, and with the next call it is written again.
   *
   * @return what a webhook or a policy made of it; null: the gate says this, or its namespace is
   *     gone
   * @throws LedgerConflictException when the gate was written for a later decision
   * @throws KubernetesClientException when it cannot be written; it is read again with the next try
   */
  public @Nullable Refusal write(String namespace, @Nullable PlacementGateSpec wanted)
      throws LedgerConflictException {
    boolean again = doubtful.remove(namespace);
    for (int attempt = 1; ; attempt++) {
      if (again && attempt == 1) {
        read(namespace, wanted);
      }
      Known known = live.get(namespace);
      if (known == null && wanted == null) {
        return null;
      }
      if (known != null && wanted != null && known.isStored(wanted)) {
        live.put(namespace, new Known(known.stored(), wanted));
        return null;
      }
      try {
        return put(namespace, known == null ? null : known.stored(), wanted);
      } catch (KubernetesClientException e) {
        if (known == null && wanted != null && NamespaceGone.says(e)) {
          // And its pods with it.
          return null;
        }
        if (Refusal.of(e) != null || e.getCode() != 409 && (e.getCode() != 404 || known == null)) {
          doubtful.add(namespace);
          throw e;
        }
        laterThan(wanted, namespace, e);
        if (attempt == ATTEMPTS) {
          // Nobody wrote a later one: whoever answers so concerns this gate alone.
          doubtful.add(namespace);
          throw e;
        }
      }
    }
  }

  /** A gate with a later decision was written by a successor. */
  private void laterThan(
      @Nullable PlacementGateSpec wanted, String namespace, KubernetesClientException e)
      throws LedgerConflictException {
    PlacementGateSpec before = stored(namespace);
    read(namespace, wanted);
    PlacementGateSpec now = stored(namespace);
    long known =
        Math.max(wanted == null ? 0 : wanted.sequence(), before == null ? 0 : before.sequence());
    if (now != null && now.sequence() != null && now.sequence() > known) {
      throw new LedgerConflictException(e);
    }
  }

  private @Nullable Refusal put(
      String namespace, @Nullable PlacementGate known, @Nullable PlacementGateSpec wanted) {
    if (wanted == null) {
      if (known != null) {
        client
            .resource(known)
            .lockResourceVersion(known.getMetadata().getResourceVersion())
            .delete();
      }
      live.remove(namespace);
      return null;
    }
    PlacementGate next = new PlacementGate();
    next.setSpec(wanted);
    next.setMetadata(
        known == null
            ? new ObjectMetaBuilder().withNamespace(namespace).withName(PlacementGate.NAME).build()
            : new ObjectMetaBuilder(known.getMetadata()).build());
    PlacementGate stored = known == null ? writes.create(next) : writes.update(next);
    live.put(namespace, new Known(stored, wanted));
    // What is absent from a gate says something: where it says nothing of images, each is let in.
    return ManagedWrites.differing(next, stored);
  }

  private @Nullable PlacementGateSpec stored(String namespace) {
    Known known = live.get(namespace);
    return known == null ? null : known.stored().getSpec();
  }

  /** Reads what is stored. It may be what somebody made of a write: what was decided stands. */
  private void read(String namespace, @Nullable PlacementGateSpec wanted) {
    PlacementGate gate =
        client
            .resources(PlacementGate.class)
            .inNamespace(namespace)
            .withName(PlacementGate.NAME)
            .get();
    if (gate == null) {
      live.remove(namespace);
      return;
    }
    Known known = live.get(namespace);
    PlacementGateSpec decided = known == null ? wanted : known.decided();
    live.put(namespace, new Known(gate, decided == null ? gate.getSpec() : decided));
  }
}
