package cloud.bleu.operator.status;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.collection.BoundedMap;
import cloud.bleu.credential.Credentials;
import cloud.bleu.delivery.cluster.ForeignEdit;
import cloud.bleu.ledger.ProposedDecision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Events for people, events.k8s.io/v1. Nobody waits for them. An event that is repeated adds to the
 * series of the first. When there are more than can be sent, as after the loss of a zone, the rest
 * is summarised: one event for each namespace and reason, with the count and some names. Events
 * that are lost are counted.
 */
public final class EventRecorder implements AutoCloseable {

  private static final String CONTROLLER = "placement.bleu.cloud/operator";
  private static final int REMEMBERED = 1000;
  private static final int MOST_WAITING = 500;
  private static final int LONGEST_NOTE = 1000;
  // About what is in no namespace.
  private static final String OF_THE_CLUSTER = "default";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Predicate<String> served;
  private final MeterRegistry registry;
  private final EventSummaries summaries = new EventSummaries();
  private final UnwrittenEvents unwritten = new UnwrittenEvents(System::nanoTime);
  private final ThreadPoolExecutor sender;
  private final Map<String, Said> said = BoundedMap.byAccess(REMEMBERED);

  private record Said(Event event, int count) {}

  /** One that waits to be sent. */
  private final class Waiting implements Runnable {
    private final EventSummaries.One one;

    Waiting(EventSummaries.One one) {
      this.one = one;
    }

    @Override
    public void run() {
      sent(one);
      if (sender.getQueue().isEmpty()) {
        summaries.take().forEach(EventRecorder.this::sent);
      }
    }
  }

  /**
   * @param served whether events may be written about what is in a namespace, if it is in one
   */
  public EventRecorder(
      KubernetesClient client,
      String instance,
      Clock clock,
      MeterRegistry registry,
      Predicate<String> served) {
    this(client, instance, clock, registry, served, MOST_WAITING);
  }

  /**
   * @param mostWaiting of them are sent one by one; what comes beyond is summarised
   */
  EventRecorder(
      KubernetesClient client,
      String instance,
      Clock clock,
      MeterRegistry registry,
      Predicate<String> served,
      int mostWaiting) {
    this.client = client;
    this.served = served;
    this.registry = registry;
    // Counted from zero, so that a rate is seen with the first one.
    dropped("full");
    dropped("failed");
    summarised();
    this.instance = instance.length() > 128 ? instance.substring(0, 128) : instance;
    this.clock = clock;
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostWaiting),
            task -> {
              Thread thread = new Thread(task, "events");
              thread.setDaemon(true);
              return thread;
            },
            this::overflow);
  }

  private void overflow(Runnable task, ThreadPoolExecutor full) {
    if (!full.isShutdown() && task instanceof Waiting waiting) {
      if (summaries.add(waiting.one)) {
        summarised().increment();
      } else {
        dropped("full").increment();
      }
    }
  }

  private Counter summarised() {
    return Counter.builder("bleu.events.summarised")
        .description(
            "Events that were not sent one by one: an event for their namespace counts them.")
        .register(registry);
  }

  private Counter dropped(String why) {
    return Counter.builder("bleu.events.dropped")
        .description(
            "Events that nobody sees, by why: full, too many at once; failed, the API server did"
                + " not take them.")
        .tag("why", why)
        .register(registry);
  }

  /** Records a decision that was committed. */
  public void decided(ProposedDecision change) {
    record(
        workload(change.id().namespace(), change.id().name(), change.uid()),
        "Normal",
        change.eventReason(),
        "Decide",
        change.eventNote());
  }

  /** Records an edit of a delivered object that was undone. */
  public void undone(BleuWorkload workload, ForeignEdit edit) {
    record(reference(workload), "Warning", "EditUndone", "Deliver", edit.message());
  }

  /** Something that happened to an object. */
  public void record(
      ObjectReference regarding, String type, String reason, String action, String note) {
    String namespace = regarding.getNamespace();
    if (namespace == null || served.test(namespace)) {
      sender.execute(
          new Waiting(
              new EventSummaries.One(
                  regarding, type, reason, action, Credentials.hidden(note, LONGEST_NOTE, ""))));
    }
  }

  private static String namespace(ObjectReference regarding) {
    return regarding.getNamespace() == null ? OF_THE_CLUSTER : regarding.getNamespace();
  }

  private void sent(EventSummaries.One one) {
    String namespace = namespace(one.regarding());
    try {
      send(one.regarding(), one.type(), one.reason(), one.action(), one.note());
      unwritten.written(namespace);
    } catch (RuntimeException | Error e) {
      // What the end of this process cuts off is nobody's fault.
      if (!sender.isShutdown()) {
        unwritten.failed(namespace, one.reason(), e);
      }
      // Last, so that whoever sees the count finds the line in the log.
      dropped("failed").increment();
    }
  }

  /** An object as an event regards it. */
  public static ObjectReference reference(HasMetadata object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .build();
  }

  /**
   * What an Event on a workload is about.
   *
   * @param uid of the object that is meant: a later one of that name has another
   */
  public static ObjectReference workload(String namespace, String name, String uid) {
    BleuWorkload kind = new BleuWorkload();
    return new ObjectReferenceBuilder()
        .withApiVersion(kind.getApiVersion())
        .withKind(kind.getKind())
        .withNamespace(namespace)
        .withName(name)
        .withUid(uid)
        .build();
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }

  private void send(
      ObjectReference regarding, String type, String reason, String action, String note) {
    String key = regarding.getUid() + '\n' + type + '\n' + reason + '\n' + note;
    Said before = said.get(key);
    MicroTime now = new MicroTime(MICROS.format(clock.instant()));
    if (before == null) {
      said.put(key, new Said(create(regarding, type, reason, action, note, now), 1));
      return;
    }
    int count = before.count() + 1;
    Event next =
        new EventBuilder(before.event())
            .withNewSeries()
            .withCount(count)
            .withLastObservedTime(now)
            .endSeries()
            .build();
    try {
      said.put(key, new Said(client.resource(before.event()).edit(e -> next), count));
    } catch (KubernetesClientException e) {
      // The API server forgets events after a while, and somebody may have deleted it.
      said.remove(key);
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      said.put(key, new Said(create(regarding, type, reason, action, note, now), 1));
    }
  }

  private Event create(
      ObjectReference regarding,
      String type,
      String reason,
      String action,
      String note,
      MicroTime now) {
    Instant at = clock.instant();
    return client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace(regarding))
                .withName(EventName.of(regarding.getName(), at, said.size()))
                .endMetadata()
                .withEventTime(now)
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withRegarding(regarding)
                .withType(type)
                .withReason(reason)
                .withAction(action)
                .withNote(note)
                .build())
        .create();
  }
}
