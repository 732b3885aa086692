package cloud.bleu.operator.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

/** What belongs to what, and how much of it there is at most. */
class OpenTelemetryTracesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private Traces traces = traces(provider);

  private Traces traces(SdkTracerProvider provider) {
    registry.clear();
    return new OpenTelemetryTraces(provider.get("test"), new DroppedSpans(registry), () -> {});
  }

  @AfterEach
  void stop() {
    provider.close();
    assertNull(MDC.get("trace_id"), "nothing is left in the log of the next test");
  }

  @Test
  void aPassBelongsToTheFirstChangeAndLinksToTheOthers() {
    change("a");
    change("b");
    change("c");
    try (TraceSpan pass = traces.pass()) {
      traces.decided(decision("a"));
      traces.decided(decision("b"));
    }
    Map<String, SpanData> changes =
        named("change BleuWorkload").stream()
            .collect(Collectors.toMap(s -> text(s, "bleu.object.name"), s -> s));
    SpanData pass = named("pass").get(0);
    assertEquals(changes.get("a").getSpanId(), pass.getParentSpanId());
    assertEquals(List.of(changes.get("b").getSpanId(), changes.get("c").getSpanId()), links(pass));
    assertEquals(3, number(pass, "bleu.pass.changes"));
    assertEquals(2, number(pass, "bleu.pass.decisions"));
    Map<String, SpanData> decisions =
        named("decision").stream().collect(Collectors.toMap(s -> text(s, "bleu.workload"), s -> s));
    assertEquals(List.of(), links(decisions.get("a")), "its change is the root of its trace");
    assertEquals(List.of(changes.get("b").getSpanId()), links(decisions.get("b")));
  }

  @Test
  void aChangeThatWakesNobodyHasNoSpanAndOneThatWakesTwiceHasOne() {
    traces.change(null, workload("idle"), () -> {});
    traces.change(
        null,
        workload("twice"),
        () -> {
          traces.wakes();
          traces.wakes();
        });
    traces.wakes();
    traces.pass().close();
    assertEquals(List.of("change BleuWorkload", "pass"), names());
    assertEquals("twice", text(named("change BleuWorkload").get(0), "bleu.object.name"));
  }

  @Test
  void aPassThatTimeBringsAboutIsARoot() {
    traces.pass().close();
    assertFalse(named("pass").get(0).getParentSpanContext().isValid());
  }

  @Test
  void whatAFailedPassTookInTheNextOneTakesInAgain() {
    change("a");
    TraceSpan failed = traces.pass();
    failed.failed(new IllegalStateException("a secret: swordfish"));
    assertEquals(
        named("pass").get(0).getTraceId(), MDC.get("trace_id"), "the line that tells of it");
    change("b");
    traces.pass().close();
    assertNull(MDC.get("trace_id"));
    SpanData first = named("pass").get(0);
    SpanData second = named("pass").get(1);
    assertEquals(StatusCode.ERROR, first.getStatus().getStatusCode());
    assertEquals("", first.getStatus().getDescription());
    assertEquals("java.lang.IllegalStateException", text(first, "error.type"));
    assertEquals(List.of(), first.getEvents());
    assertEquals(first.getParentSpanId(), second.getParentSpanId());
    assertEquals(1, links(second).size());
    assertEquals(2, number(second, "bleu.pass.changes"));
  }

  /** Five thousand workloads at once: the trace can be read, and says what it leaves out. */
  @Test
  void aPassOverEverythingIsBounded() {
    for (int i = 0; i < 5_000; i++) {
      change("w" + i);
    }
    try (TraceSpan pass = traces.pass()) {
      for (int i = 0; i < 5_000; i++) {
        traces.gate("n" + i).close();
        traces.decided(decision("w" + i));
      }
    }
    assertEquals(PendingChanges.MOST, named("change BleuWorkload").size());
    assertEquals(PassSpan.MOST, named("decision").size());
    assertEquals(PassSpan.MOST, named("apply PlacementGate").size());
    SpanData pass = named("pass").get(0);
    assertEquals(5_000, number(pass, "bleu.pass.changes"));
    assertEquals(5_000, number(pass, "bleu.pass.decisions"));
    assertEquals(PassSpan.MOST, number(pass, "bleu.pass.decisions.traced"));
    assertEquals("decisions without a span", pass.getEvents().get(0).getName());
  }

  @Test
  void onlyALookAtTheLastDecisionMakesItReady() {
    WorkloadId web = new WorkloadId("shop", "web");
    long before = traces.now();
    decide("web");
    traces.ready(web, before);
    assertEquals(0, count("ready"));
    traces.ready(web, traces.now());
    traces.ready(web, traces.now());
    assertEquals(1, count("ready"));
    assertEquals(named("decision").get(0).getSpanId(), named("ready").get(0).getParentSpanId());
  }

  /** What a decision without a span leads to is not said of the one before. */
  @Test
  void aDecisionWithoutASpanEndsTheOneBefore() {
    decide("last");
    try (TraceSpan pass = traces.pass()) {
      for (int i = 0; i < PassSpan.MOST; i++) {
        traces.decided(decision("w" + i));
      }
      traces.decided(decision("last"));
    }
    traces.ready(new WorkloadId("shop", "last"), traces.now());
    assertEquals(0, count("ready"));
  }

  @Test
  void linesCarryTheIdsOfWhatGoesOn() {
    try (TraceSpan pass = traces.pass()) {
      String ofPass = MDC.get("span_id");
      try (TraceSpan gate = traces.gate("shop")) {
        assertFalse(ofPass.equals(MDC.get("span_id")));
      }
      assertEquals(ofPass, MDC.get("span_id"));
      traces.decided(decision("web"));
    }
    assertNull(MDC.get("span_id"));
    try (TraceSpan logs = traces.logs(new WorkloadId("shop", "web"))) {
      assertEquals(named("decision").get(0).getTraceId(), MDC.get("trace_id"));
    }
  }

  @Test
  void aStageThatFailsFailsAsWithout() {
    try (TraceSpan pass = traces.pass()) {
      assertThrows(
          java.io.IOException.class,
          () ->
              traces.stage(
                  PassStage.COMMIT,
                  () -> {
                    throw new java.io.IOException("made up");
                  }));
    }
    assertEquals(List.of("commit", "pass"), names());
  }

  @Test
  void whatIsNotSampledIsNotFollowed() {
    provider.close();
    provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .setSampler(Sampler.alwaysOff())
            .build();
    traces = traces(provider);
    change("web");
    decide("web");
    traces.ready(new WorkloadId("shop", "web"), traces.now());
    assertEquals(List.of(), names());
  }

  /** Whatever a library of traces does: passes, stages, gates and deliveries go on. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void nothingDependsOnIt(boolean startFails, boolean endFails) throws Exception {
    provider.close();
    AtomicBoolean broken = new AtomicBoolean();
    provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(new BrokenProcessor(broken, startFails, endFails))
            .build();
    traces = traces(provider);
    decide("web");
    broken.set(true);
    change("web");
    try (TraceSpan pass = traces.pass()) {
      traces.gate("shop").close();
      traces.gate("shop").failed(new IllegalStateException("made up"));
      assertEquals("done", traces.stage(PassStage.COMMIT, () -> "done"));
      traces.decided(decision("other"));
    }
    traces.pass().failed(new IllegalStateException("made up"));
    broken.set(false);
    traces.pass().close();
    broken.set(true);
    Ensured ensured = Ensured.UNCHANGED;
    AtomicInteger written = new AtomicInteger();
    ZoneTarget target =
        traces.over(
            null,
            "ConfigMap",
            (ZoneTarget)
                Proxy.newProxyInstance(
                    ZoneTarget.class.getClassLoader(),
                    new Class<?>[] {ZoneTarget.class},
                    (self, method, arguments) -> {
                      written.incrementAndGet();
                      return ensured;
                    }));
    ZoneManifest manifest = new ZoneManifest("fr-a", "web-fr-a", 1, workload("web"), "");
    assertSame(
        ensured,
        target.ensure(workload("web"), new ZoneDesired.DecidedManifest(manifest, 1, null)));
    assertEquals(1, written.get());
    traces.logs(new WorkloadId("shop", "web")).close();
    traces.ready(new WorkloadId("shop", "web"), traces.now());
    assertTrue(
        registry.get("bleu.traces.spans.dropped").tag("why", "broken").functionCounter().count()
            > 0);
  }

  private void decide(String name) {
    try (TraceSpan pass = traces.pass()) {
      traces.decided(decision(name));
    }
  }

  private void change(String name) {
    traces.change(null, workload(name), traces::wakes);
  }

  private static BleuWorkload workload(String name) {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName(name).withGeneration(1L).build());
    return workload;
  }

  private static ProposedDecision decision(String name) {
    return LaterDecision.of(
        new WorkloadId("shop", name),
        "u",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment("fr-a", 1, null, null)),
        List.of(),
        0);
  }

  private List<String> names() {
    return spans.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  private List<SpanData> named(String name) {
    return spans.getFinishedSpanItems().stream().filter(s -> s.getName().equals(name)).toList();
  }

  private int count(String name) {
    return named(name).size();
  }

  private static List<String> links(SpanData span) {
    return span.getLinks().stream().map(LinkData::getSpanContext).map(c -> c.getSpanId()).toList();
  }

  private static String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static long number(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.longKey(key));
  }

  /** Throws where spans begin, or where they end. */
  private record BrokenProcessor(AtomicBoolean broken, boolean startFails, boolean endFails)
      implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      fail();
    }

    @Override
    public boolean isStartRequired() {
      return startFails;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      fail();
    }

    @Override
    public boolean isEndRequired() {
      return endFails;
    }

    private void fail() {
      if (broken.get()) {
        throw new IllegalStateException("made up");
      }
    }
  }
}
