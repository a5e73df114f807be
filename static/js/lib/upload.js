// Send one file as a form; `progress` hears how much of it has left. Resolves with the status and the JSON, null if it is none.
export function upload(address, file, progress) {
  const body = new FormData();
  body.set("file", file, "picture"); // its name is nobody's business
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onloadend = () => done({ status: request.status, answer: request.response });
    request.send(body);
  });
}
