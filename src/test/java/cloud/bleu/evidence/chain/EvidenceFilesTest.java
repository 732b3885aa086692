package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of the files of a directory that somebody else may have written. */
class EvidenceFilesTest {

  /** A file that takes no room on the disk may be larger than any memory. */
  @Test
  void fileThatIsLargerThanAnyOfOursIsNotRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("large");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'x'}), 256L * 1024 * 1024);
    }
    assertEquals(
        "longer than 268435456 bytes",
        assertThrows(IllegalArgumentException.class, () -> EvidenceFiles.text(file)).getMessage());
  }
}
