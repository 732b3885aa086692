import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.Entries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes an export of a chain for hack/page: whole, or with an entry that somebody changed. Arguments: DIRECTORY whole|broken */
class NotedChain {
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Instant time = Instant.parse("2026-11-20T08:00:00Z");
    String previous = Chain.GENESIS;
    long sequence = 0;
    try (ChainExport export = ChainExport.open(directory)) {
      for (int i = 0; i < 4; i++) {
        for (String kind : List.of(EntryKinds.WAIVER_APPROVED, EntryKinds.VIOLATION, EntryKinds.HEARTBEAT, EntryKinds.DRILL_RUN)) {
          time = time.plusSeconds(3600);
          Map<String, String> content = Map.of("namespace", "shop", "workload", "web", "name", "late");
          ChainLine line = Entries.line(new ChainRecord(++sequence, previous, kind, content, time.toString()));
          previous = line.hash();
          export.append(List.of(line));
        }
      }
    }
    if (args[1].equals("broken")) {
      Path segment;
      try (Stream<Path> files = Files.list(directory.resolve("chain"))) {
        segment = files.findFirst().orElseThrow();
      }
      Files.writeString(segment, Files.readString(segment).replaceFirst("\"shop\"", "\"shup\""));
    }
  }
}
