package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StringPoolTest {

  private static final String PLACEMENT =
      """
      {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "WorkloadPlacement",
       "metadata": {"namespace": "sante", "name": "%s", "labels": {"team": "dossier"},
                    "annotations": {"note": null}},
       "spec": {"assignments": [{"zone": "fr-a", "replicas": 2}, {"zone": "fr-b", "replicas": 1}]}}
      """;

  @Test
  void equalTextsAreOneObject() {
    StringPool pool = new StringPool();
    String first = pool.same(new String("fr-a"));
    assertSame(first, pool.same(new String("fr-a")));
    assertEquals("fr-b", pool.same("fr-b"));
    assertSame(first, pool.same(new String("fr-a")));
  }

  @Test
  void aLongTextIsNotRemembered() {
    StringPool pool = new StringPool();
    String text = "x".repeat(200);
    assertSame(text, pool.same(text));
    assertNotSame(text, pool.same(new String(text)));
  }

  @Test
  void everyTextComesBackEqualHoweverManyThereAre() {
    StringPool pool = new StringPool();
    IntStream.range(0, 100_000)
        .mapToObj(i -> "text-" + i)
        .forEach(text -> assertEquals(text, pool.same(text)));
  }

  @Test
  void threadsThatAskAtOnceGetEqualTexts() throws Exception {
    StringPool pool = new StringPool();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> reader =
          () ->
              IntStream.range(0, 200_000)
                  .allMatch(i -> ("t" + i % 40_000).equals(pool.same("t" + i % 40_000)));
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(threads.submit(reader));
      }
      for (Future<Boolean> answer : answers) {
        assertEquals(true, answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void objectsThatAreReadShareTheirTexts() {
    KubernetesSerialization serialization = StringPool.serialization();
    WorkloadPlacement one =
        serialization.unmarshal(PLACEMENT.formatted("a"), WorkloadPlacement.class);
    WorkloadPlacement other =
        serialization.unmarshal(PLACEMENT.formatted("b"), WorkloadPlacement.class);
    assertSame(one.getMetadata().getNamespace(), other.getMetadata().getNamespace());
    assertSame(
        one.getMetadata().getLabels().get("team"), other.getMetadata().getLabels().get("team"));
    assertSame(
        one.getSpec().assignments().get(0).zone(), other.getSpec().assignments().get(0).zone());
    assertEquals("b", other.getMetadata().getName());
    assertNull(one.getMetadata().getAnnotations().get("note"));
  }

  @Test
  void whatIsReadIsWhatTheUsualSerializationReads() {
    String pod =
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "web", "namespace": "sante", "creationTimestamp": null,
                      "labels": {"a": "1", "b": "true"}},
         "spec": {"nodeName": null, "containers": [{"name": "web", "args": ["-v", "", "2"],
           "env": [{"name": "N", "value": "1"}],
           "resources": {"requests": {"cpu": "500m", "memory": 1024}}}]}}
        """;
    assertEquals(
        new KubernetesSerialization().unmarshal(pod, Pod.class),
        StringPool.serialization().unmarshal(pod, Pod.class));
  }
}
