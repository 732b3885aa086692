package cloud.bleu.faults;

import java.io.IOException;
import java.io.OutputStream;

/** The events of one watch on their way to who watches. */
interface Events {

  /** Sends an event, a JSON object on one line. */
  void send(String event) throws IOException;

  /** Says that there are no more. */
  void end() throws IOException;

  /** Begins to answer a watch in the way in which it was asked for. */
  static Events begin(OutputStream out, Request request) throws IOException {
    return request.headers().containsKey("sec-websocket-key") ? frames(out, request) : chunks(out);
  }

  private static Events frames(OutputStream out, Request request) throws IOException {
    Wire.upgrade(out, request);
    return new Events() {
      @Override
      public void send(String event) throws IOException {
        Wire.text(out, event);
      }

      @Override
      public void end() throws IOException {
        Wire.end(out);
      }
    };
  }

  private static Events chunks(OutputStream out) throws IOException {
    Wire.beginChunks(out);
    return new Events() {
      @Override
      public void send(String event) throws IOException {
        Wire.chunk(out, event + "\n");
      }

      @Override
      public void end() throws IOException {
        Wire.chunk(out, "");
      }
    };
  }
}
